// What went wrong with a repository and what to do about it.

import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { accessOf, adviceOn } from '@/lib/repos/advice';
import type { Repo } from '@/lib/repos/repo';

export function ErrorAdvice({ repo }: { repo: Repo }) {
  if (!repo.error) return null;
  return (
    <Notice look="bad" title="The last sync did not succeed" className="mb-5">
      <p>
        {repo.error}
        {repo.error_kind === 'not_found' && repo.checked_at && (
          <>
            {' '}
            It was there <RelativeTime at={repo.checked_at} />: it may have been{' '}
            {repo.kind === 'local' ? 'moved or deleted' : 'deleted, renamed or made private'} since.
          </>
        )}
      </p>
      <p className="mt-1">{adviceOn(repo.error_kind, accessOf(repo)).full}</p>
      <p className="mt-1 text-xs text-muted">
        {repo.failure_count > 1 && repo.failing_since ? (
          <>
            Failed {repo.failure_count} times in a row, first <RelativeTime at={repo.failing_since} />.{' '}
          </>
        ) : (
          repo.error_at && (
            <>
              Failed <RelativeTime at={repo.error_at} />.{' '}
            </>
          )
        )}
        {repo.active_run_id && 'Another attempt follows. '}
        {repo.indexed_at && 'What was indexed before stays searchable.'}
      </p>
    </Notice>
  );
}

// What went wrong with a repository and what to do about it.
import type { Repo } from '@/lib/repos/repo';
import { Notice } from './notice';
import { RelativeTime } from './relative-time';

const ADVICE: Record<NonNullable<Repo['error_kind']>, string> = {
  auth: 'Give a token that may read this repository, under Settings below, then press Sync.',
  not_found:
    'The address can be changed under Settings below, and a token given: some hosts hide private repositories like this.',
  network:
    'This is usually over soon, and Freshet tries again by itself. If it stays, check that this server can reach the host.',
  timeout:
    'Freshet tries again by itself. For a very large repository the time limit can be raised (FRESHET_FETCH_TIMEOUT_SECONDS).',
  too_large: 'The limit can be raised where the server is started (FRESHET_MAX_REPO_BYTES, FRESHET_MAX_FILES).',
  corrupt: 'Press Sync: the copy on this server is then fetched anew.',
  disk: 'Free some space in the data folder of this server, then press Sync.',
  policy: 'This address is refused for safety. An administrator can allow its host (FRESHET_ALLOWED_HOSTS).',
  internal: 'Press Sync to try again. If it stays, the server’s log has the details.',
};

/** Where a folder on this server is read, other things help. */
const LOCAL_ADVICE: Partial<typeof ADVICE> = {
  auth: 'Let the account that runs Freshet read the folder, then press Sync.',
  not_found: 'The folder can be changed under Settings below.',
  corrupt: 'Freshet changes nothing there. When it is repaired, press Sync.',
  policy: 'Which folders may be read is set where the server is started (FRESHET_LOCAL_ROOTS).',
};

/** What a person can do about an error of this kind. */
export function adviceFor(kind: NonNullable<Repo['error_kind']>, repoKind: Repo['kind']): string {
  return (repoKind === 'local' ? LOCAL_ADVICE[kind] : undefined) ?? ADVICE[kind];
}

export function ErrorAdvice({ repo }: { repo: Repo }) {
  if (!repo.error) return null;
  return (
    <Notice look="bad" title="The last sync did not succeed" className="mb-5">
      <p>{repo.error}</p>
      {repo.error_kind && <p className="mt-1">{adviceFor(repo.error_kind, repo.kind)}</p>}
      <p className="mt-1 text-xs text-muted">
        {repo.failure_count > 1 && repo.failing_since ? (
          <>
            Failed {repo.failure_count} times in a row since <RelativeTime at={repo.failing_since} />.{' '}
          </>
        ) : (
          repo.error_at && (
            <>
              <RelativeTime at={repo.error_at} />.{' '}
            </>
          )
        )}
        {repo.active_run_id && 'Another attempt follows. '}
        {repo.indexed_at && 'What was indexed before stays searchable.'}
      </p>
    </Notice>
  );
}

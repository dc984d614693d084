// What a repository may become: archived, followed again, a clone or a mirror.

import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Section } from '@/app/_components/ui/section';
import type { Repo } from '@/lib/repos/repo';

export function RepoLife({ repo }: { repo: Repo }) {
  const isArchived = repo.status === 'archived';
  return (
    <Section id="life" title="Archive and kind" className="mb-10">
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        <div className="flex flex-wrap items-center justify-between gap-4 p-4 sm:px-6">
          <p className="min-w-0 flex-1 basis-56 text-sm text-muted">
            {isArchived
              ? 'Once it is out of the archive it is synced at once, and from then on as before.'
              : 'An archived one stays as it is and searchable: it is not synced and takes no pushes.'}
          </p>
          <ActionForm action={isArchived ? 'unarchive-repo' : 'archive-repo'} fields={{ id: repo.id }}>
            <Button type="submit">{isArchived ? 'Take out of the archive' : 'Archive'}</Button>
          </ActionForm>
          <SentNotice form="archive-repo" subject={repo.id} className="basis-full" />
          <SentNotice form="unarchive-repo" subject={repo.id} className="basis-full" />
        </div>
        {!isArchived && <Kind repo={repo} />}
      </div>
    </Section>
  );
}

function Kind({ repo }: { repo: Repo }) {
  if (repo.kind !== 'mirror' && repo.kind !== 'clone') return null;
  const other = repo.kind === 'mirror' ? 'clone' : 'mirror';
  const isUnderWay = repo.convert_to !== null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4 p-4 sm:px-6">
      <p className="min-w-0 flex-1 basis-56 text-sm text-muted">
        {isUnderWay
          ? `It is a ${repo.kind}. The next run makes a ${repo.convert_to} of it.`
          : repo.kind === 'mirror'
            ? 'It is a mirror: every branch and tag, and no files. A clone also keeps the files of its default branch on this server.'
            : 'It is a clone: the files of its default branch lie on this server beside its history. A mirror has the history alone.'}
      </p>
      <ActionForm action="convert-repo" fields={{ id: repo.id, kind: isUnderWay ? repo.kind : other }}>
        <Button type="submit">{isUnderWay ? `Keep it a ${repo.kind}` : `Make a ${other} of it`}</Button>
      </ActionForm>
      <SentNotice form="convert-repo" subject={repo.id} className="basis-full" />
    </div>
  );
}

// A repository: its files and README at what search shows.
import type { Metadata } from 'next';
import { EmptyState } from '@/app/_components/empty-state';
import { PageFrame } from '@/app/_components/page-frame';
import { EmptyPicture } from '@/app/_components/pictures';
import { RepoHeader } from '@/app/_components/repo-header';
import { firstValue, type SearchParams } from '@/app/_search-param';
import type { Repo } from '@/lib/repos/repo';
import { FolderView } from './_folder';
import { repositoryOf } from './_repository';

type Props = { params: Promise<{ org: string; name: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await repositoryOf(await params)).name };
}

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const cursor = firstValue((await searchParams).cursor);
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="files" canManage={ctx.actor.kind !== 'anonymous'} />
      {repo.default_branch && repo.indexed_at ? (
        <FolderView ctx={ctx} repo={repo} name={name} revision={{ ref: repo.default_branch }} path="" cursor={cursor} />
      ) : (
        <NothingYet repo={repo} />
      )}
    </PageFrame>
  );
}

function NothingYet({ repo }: { repo: Repo }) {
  if (repo.indexed_at || repo.status === 'ready') {
    return repo.kind === 'local' ? (
      <EmptyState picture={<EmptyPicture />} title="Nothing to search yet">
        The folder has no branch with a commit. Commit something there, or check out a branch: it shows up here at once.
      </EmptyState>
    ) : (
      <EmptyState picture={<EmptyPicture />} title="This repository is empty">
        Its source has no branch and no tag with a commit yet. What is pushed there shows up here with the next sync.
      </EmptyState>
    );
  }
  return (
    <EmptyState picture={<EmptyPicture />} title={repo.status === 'error' ? 'Not fetched yet' : 'Being prepared'}>
      {repo.status === 'error'
        ? repo.next_check_at
          ? 'The first sync did not succeed. It is tried again by itself, and can be started by hand under Repositories.'
          : 'The first sync did not succeed. It can be started again under Repositories.'
        : 'The first sync is under way. Files appear here once they have been read.'}
    </EmptyState>
  );
}

// A repository: its files and README at what search shows.
import type { Metadata } from 'next';
import type { Escaped } from '@/app/_address';
import { EmptyState } from '@/app/_components/empty-state';
import { PageFrame } from '@/app/_components/page-frame';
import { EmptyPicture } from '@/app/_components/pictures';
import { RepoHeader } from '@/app/_components/repo-header';
import { firstValue, type SearchParams } from '@/app/_search-param';
import { readTree } from '@/lib/repos/read-tree';
import type { Repo } from '@/lib/repos/repo';
import { nameOfBranch } from '@/lib/repos/revision-name';
import { FolderView } from './_folder';
import { readOrExplain, repositoryOf } from './_repository';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await repositoryOf(await params)).name };
}

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const cursor = firstValue((await searchParams).cursor);
  const ref = repo.default_branch && repo.indexed_at ? nameOfBranch(repo.default_branch) : null;
  const work = ref && readTree(ctx, { repoId: repo.id, ref, ...(cursor ? { cursor } : {}) });
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="files" canManage={ctx.actor.kind !== 'anonymous'} />
      {work ? (
        <FolderView ctx={ctx} repo={repo} name={name} read={await readOrExplain(work)} />
      ) : (
        <NothingYet repo={repo} />
      )}
    </PageFrame>
  );
}

function NothingYet({ repo }: { repo: Repo }) {
  if (repo.indexed_at || repo.status === 'ready') {
    return (
      <EmptyState picture={<EmptyPicture />} title="This repository is empty">
        Its source has no commits yet. They show up here with the first sync after a push.
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

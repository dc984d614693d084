// A folder of a repository at a branch, tag or commit.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PageFrame } from '@/app/_components/page-frame';
import { RepoHeader } from '@/app/_components/repo-header';
import { decodeSegment, treeHref } from '@/app/_links';
import { firstValue, type SearchParams } from '@/app/_search-param';
import { findBranchAcross } from '@/lib/repos/find-branch-across';
import { FolderView } from '../../../_folder';
import { lostCommitOf, pathOf, repositoryOf, revisionOf } from '../../../_repository';

type Props = {
  params: Promise<{ org: string; name: string; ref: string; path?: string[] }>;
  searchParams: SearchParams;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const route = await params;
  const { name } = await repositoryOf(route);
  return { title: `${pathOf(route.path) || 'Files'} · ${name}` };
}

export default async function TreePage({ params, searchParams }: Props) {
  const route = await params;
  const { ctx, repo, name } = await repositoryOf(route);
  const across = await findBranchAcross(ctx, repo.id, decodeSegment(route.ref), pathOf(route.path));
  if (across) redirect(treeHref(name, across.ref, across.path));
  const revision = revisionOf(route.ref);
  const cursor = firstValue((await searchParams).cursor);
  return (
    <PageFrame width="page">
      <RepoHeader
        repo={repo}
        current="files"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={await lostCommitOf(ctx, repo.id, revision)}
      />
      <FolderView ctx={ctx} repo={repo} name={name} revision={revision} path={pathOf(route.path)} cursor={cursor} />
    </PageFrame>
  );
}

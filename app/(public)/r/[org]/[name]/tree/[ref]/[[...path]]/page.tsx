// A folder of a repository at a branch, tag or commit.
import type { Metadata } from 'next';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { decodeParams, type Escaped } from '@/app/_http/address';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { treeHref } from '@/app/_links';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { readTree } from '@/lib/browse/read-tree';
import { FolderView } from '../../../_folder';
import { lostCommitOf, orAcross, readOrExplain, repositoryOf } from '../../../_repository';

type Props = {
  params: Promise<{ org: Escaped; name: Escaped; ref: Escaped; path?: Escaped[] }>;
  searchParams: SearchParams;
};

async function addressOf(props: Props['params']) {
  const params = await props;
  const { ref, path } = decodeParams(params);
  return { ...(await repositoryOf(params)), ref, path: (path ?? []).join('/') };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, path } = await addressOf(params);
  return { title: `${path || 'Files'} · ${name}` };
}

export default async function TreePage({ params, searchParams }: Props) {
  const { ctx, repo, name, ref, path } = await addressOf(params);
  const cursor = firstValue((await searchParams).cursor);
  const work = readTree(ctx, { repoId: repo.id, name: ref, path, ...(cursor ? { cursor } : {}) });
  const read = await readOrExplain(
    orAcross(work, { ctx, repo, ref, path }, (branch, rest) => treeHref(name, branch, rest)),
  );
  return (
    <PageFrame width="page">
      <RepoHeader
        repo={repo}
        current="files"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={await lostCommitOf(ctx, repo.id, read.value)}
        shown={read.value}
      />
      <FolderView ctx={ctx} repo={repo} name={name} read={read} />
    </PageFrame>
  );
}

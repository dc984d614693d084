// The commits of a repository's default branch, by day.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/button';
import { CommitList } from '@/app/_components/commit-list';
import { EmptyState } from '@/app/_components/empty-state';
import { PageFrame } from '@/app/_components/page-frame';
import { EmptyPicture } from '@/app/_components/pictures';
import { RepoHeader } from '@/app/_components/repo-header';
import { commitsHref } from '@/app/_links';
import { orNotFound } from '@/app/_or-not-found';
import { firstValue, type SearchParams } from '@/app/_search-param';
import { listCommitsOf } from '@/lib/repos/list-commits-of';
import { repositoryOf } from '../_repository';

type Props = { params: Promise<{ org: string; name: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Commits · ${(await repositoryOf(await params)).name}` };
}

export default async function CommitsPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const cursor = firstValue((await searchParams).cursor);
  const { commits, next_cursor } = await orNotFound(listCommitsOf(ctx, repo.id, cursor ? { cursor } : {}));
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="commits" canManage={ctx.actor.kind !== 'anonymous'} />
      {commits.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="No commits yet">
          They show up here once the repository has been fetched.
        </EmptyState>
      ) : (
        <>
          {repo.default_branch && <h2 className="mb-3 text-sm font-semibold">Commits of {repo.default_branch}</h2>}
          <CommitList repo={name} commits={commits} />
        </>
      )}
      {next_cursor && (
        <p className="mt-6 text-center">
          <Link href={`${commitsHref(name)}?cursor=${encodeURIComponent(next_cursor)}`} className={buttonStyle()}>
            Older commits
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

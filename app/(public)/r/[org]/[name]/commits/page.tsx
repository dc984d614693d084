// The commits of a repository's default branch, or of any commit's history, by day.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { formatPlural, shortSha } from '@/app/_format';
import type { Escaped } from '@/app/_http/address';
import type { PageContext } from '@/app/_http/context';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { commitsHref, historyHref } from '@/app/_links';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { Unreadable } from '@/app/(public)/r/[org]/[name]/unreadable';
import { type Commit, listCommitsOf } from '@/lib/browse/list-commits-of';
import { listHistory } from '@/lib/browse/list-history';
import type { Repo } from '@/lib/repos/repo';
import { readOrExplain, repositoryOf } from '../_repository';
import { CommitList } from './commit-list';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Commits · ${(await repositoryOf(await params)).name}` };
}

export default async function CommitsPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const query = await searchParams;
  const commit = firstValue(query.commit);
  const read = await readOrExplain(pageOf(ctx, repo, commit, firstValue(query.cursor)));
  const more = commit === undefined ? `${commitsHref(name)}?` : `${historyHref(name, commit)}&`;
  return (
    <PageFrame width="page">
      <RepoHeader
        repo={repo}
        current="commits"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={read.value?.isLost ? (commit ?? null) : null}
      />
      {read.value === null ? (
        <Unreadable message={read.message} />
      ) : (
        <Commits name={name} more={more} {...read.value} />
      )}
    </PageFrame>
  );
}

interface CommitsProps {
  name: string;
  /** The address of the next page, up to its cursor. */
  more: string;
  title: string | null;
  commits: Commit[];
  next_cursor: string | null;
}

function Commits({ name, more, title, commits, next_cursor }: CommitsProps) {
  if (commits.length === 0) {
    return (
      <EmptyState picture={<EmptyPicture />} title="No commits yet">
        They show up here once the repository has been fetched.
      </EmptyState>
    );
  }
  return (
    <>
      {title && <h2 className="mb-3 text-sm font-semibold">{title}</h2>}
      <CommitList repo={name} commits={commits} />
      {next_cursor && (
        <p className="mt-6 text-center">
          <Link href={`${more}cursor=${encodeURIComponent(next_cursor)}`} className={buttonStyle()}>
            Older commits
          </Link>
        </p>
      )}
    </>
  );
}

async function pageOf(ctx: PageContext, repo: Repo, commit: string | undefined, cursor: string | undefined) {
  const at = cursor ? { cursor } : {};
  if (commit === undefined) {
    const title = repo.default_branch === null ? null : `Commits of ${repo.default_branch}`;
    return { ...(await listCommitsOf(ctx, repo.id, at)), isLost: false, title };
  }
  const history = await listHistory(ctx, repo.id, { commit, ...at });
  return {
    ...history,
    title: titleOf(history.isLost, history.commits.length, Boolean(cursor ?? history.next_cursor), commit),
  };
}

function titleOf(isLost: boolean, count: number, isPaged: boolean, commit: string): string {
  if (!isLost) return `Commits up to ${shortSha(commit)}`;
  const which = isPaged ? 'Commits' : formatPlural(count, 'commit');
  return `${which} up to ${shortSha(commit)} on no branch or tag`;
}

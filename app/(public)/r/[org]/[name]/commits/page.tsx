// The commits of a repository's default branch, of another branch or tag, or of any commit's history, by day; by author,
// path and text.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { formatPlural, shortSha } from '@/app/_format';
import type { Escaped } from '@/app/_http/address';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { type CommitsQuery, commitsHref } from '@/app/_links';
import { BranchMenu } from '@/app/(public)/r/[org]/[name]/branch-menu';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { Unreadable } from '@/app/(public)/r/[org]/[name]/unreadable';
import { findCommits } from '@/lib/browse/find-commits';
import { commitFilterSchema } from '@/lib/browse/history/commit-filter';
import type { History } from '@/lib/browse/list-history';
import { firstBranches, readOrExplain, repositoryOf } from '../_repository';
import { CommitFilterForm } from './commit-filter-form';
import { CommitList } from './commit-list';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

const NAMES = ['ref', 'commit', 'path', 'author', 'q', 'since', 'until', 'cursor'] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Commits · ${(await repositoryOf(await params)).name}` };
}

export default async function CommitsPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const query = queryOf(await searchParams);
  const [read, branches] = await Promise.all([
    readOrExplain(findCommits(ctx, repo.id, query)),
    firstBranches(ctx, repo.id),
  ]);
  const isLost = read.value?.isLost ?? false;
  const ref = query.ref ?? repo.default_branch;
  return (
    <PageFrame width="page">
      <RepoHeader
        repo={repo}
        current="commits"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={isLost ? (query.commit ?? null) : null}
      />
      <div className="mb-5 flex flex-wrap items-start gap-x-3 gap-y-2">
        {ref !== null && (
          <BranchMenu
            repo={name}
            current={query.commit === undefined ? ref : null}
            commit={query.commit ?? ''}
            branches={branches}
            at={{ path: query.path ?? '', isFile: false, isCommits: true }}
          />
        )}
        <CommitFilterForm repo={name} query={query} />
      </div>
      {read.value === null ? (
        <Unreadable message={read.message} />
      ) : (
        <Commits name={name} query={query} title={titleOf(read.value, query, ref)} history={read.value} />
      )}
    </PageFrame>
  );
}

interface CommitsProps {
  name: string;
  query: CommitsQuery;
  title: string | null;
  history: History;
}

function Commits({ name, query, title, history: { commits, next_cursor } }: CommitsProps) {
  const more = next_cursor && (
    <p className="mt-6 text-center">
      <Link href={commitsHref(name, { ...query, cursor: next_cursor })} prefetch={false} className={buttonStyle()}>
        {commits.length === 0 ? 'Look further back' : 'Older commits'}
      </Link>
    </p>
  );
  if (commits.length === 0) {
    return (
      <>
        <Nothing isFiltered={isFiltered(query)} hasMore={next_cursor !== null} />
        {more}
      </>
    );
  }
  return (
    <>
      {title && <h2 className="mb-3 text-sm font-semibold">{title}</h2>}
      <CommitList repo={name} commits={commits} />
      {more}
    </>
  );
}

function Nothing({ isFiltered, hasMore }: { isFiltered: boolean; hasMore: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState picture={<EmptyPicture />} title="No commits yet">
        They show up here once the repository has been fetched.
      </EmptyState>
    );
  }
  return (
    <EmptyState picture={<EmptyPicture />} title={hasMore ? 'Nothing found so far' : 'No commit fits'}>
      {hasMore
        ? 'The newest commits were looked through. There are older ones.'
        : 'A part of the text or of the author’s name is enough, in any case; a path is one from the root.'}
    </EmptyState>
  );
}

/** What the address asks for; a date that is none is not asked for. Shows the 404 page for text that no name could have. */
function queryOf(params: Awaited<SearchParams>): CommitsQuery {
  const query: CommitsQuery = {};
  for (const name of NAMES) {
    const value = firstValue(params[name])?.trim().replaceAll('\0', '');
    if (!value) continue;
    const isTime = name === 'since' || name === 'until';
    if (isTime && !commitFilterSchema.shape[name].safeParse(value).success) continue;
    query[name] = name === 'q' || name === 'author' ? value.slice(0, 500) : value;
  }
  return query;
}

function isFiltered({ author, path, q, since, until }: CommitsQuery): boolean {
  return Boolean(author ?? path ?? q ?? since ?? until);
}

function titleOf({ commits, isLost, next_cursor }: History, query: CommitsQuery, ref: string | null): string | null {
  if (query.commit === undefined) return ref === null ? null : `Commits of ${ref}`;
  if (!isLost) return `Commits up to ${shortSha(query.commit)}`;
  const isPaged = query.cursor !== undefined || next_cursor !== null;
  const which = isPaged ? 'Commits' : formatPlural(commits.length, 'commit');
  return `${which} up to ${shortSha(query.commit)} on no branch or tag`;
}

// The branches of a repository: the default one first, then by name or the newest first.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import type { Escaped } from '@/app/_http/address';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { refPageHref } from '@/app/_links';
import { RefFilter } from '@/app/(public)/r/[org]/[name]/ref-filter';
import { RefMark, RefRow } from '@/app/(public)/r/[org]/[name]/ref-row';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { listBranches } from '@/lib/browse/list-branches';
import { nameOfBranch } from '@/lib/browse/revision-name';
import { repositoryOf } from '../_repository';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

const SORTS = [
  { id: 'name', label: 'By name' },
  { id: 'updated', label: 'Newest first' },
];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Branches · ${(await repositoryOf(await params)).name}` };
}

export default async function BranchesPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const query = await searchParams;
  const q = firstValue(query.q)?.slice(0, 255).replaceAll('\0', '');
  const sort = firstValue(query.sort) === 'updated' ? 'updated' : 'name';
  const cursor = firstValue(query.cursor);
  const page = await orNotFound(
    listBranches(ctx, repo.id, { sort, ...(q ? { filter: q } : {}), ...(cursor ? { cursor } : {}) }),
  );
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="branches" canManage={ctx.actor.kind !== 'anonymous'} />
      <RefFilter repo={name} kind="branches" q={q} sort={sort} sorts={SORTS} />
      {page.branches.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title={q ? 'No branch has such a name' : 'No branches yet'}>
          {q ? 'A part of the name is enough, in any case.' : 'They show up here once the repository has been fetched.'}
        </EmptyState>
      ) : (
        <ul
          aria-label="Branches"
          className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
        >
          {page.branches.map((branch) => (
            <RefRow
              key={branch.name}
              repo={name}
              name={branch.name}
              refName={nameOfBranch(branch.name)}
              commit={branch.commit}
              subject={branch.subject}
              by={branch.author_name}
              at={branch.committed_at}
              mark={
                <>
                  {branch.is_default && <RefMark>default</RefMark>}
                  {branch.indexed_commit !== null && <RefMark>searchable</RefMark>}
                </>
              }
            />
          ))}
        </ul>
      )}
      {page.next_cursor && (
        <p className="mt-6 text-center">
          <Link
            href={refPageHref(name, 'branches', {
              q,
              sort: sort === 'name' ? undefined : sort,
              cursor: page.next_cursor,
            })}
            className={buttonStyle()}
          >
            More branches
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

// Repositories for those who look after them.
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { RefreshPage } from '@/app/_components/repo/refresh-page';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchOf } from '@/app/_links';
import { listConnections } from '@/lib/connections/list-connections';
import { countByOrg } from '@/lib/repos/count-by-org';
import { listBin } from '@/lib/repos/life/list-bin';
import { listRepos } from '@/lib/repos/list-repos';
import { type RepoFilter, repoFilterSchema } from '@/lib/repos/repo-filter';
import { markedRepos } from '@/lib/secret-scans/marks';
import { readFreshness } from '@/lib/status/read-freshness';
import { signedIn } from '../_signed-in';
import { FreshnessSummary } from './freshness-summary';
import { ManyDone } from './many-repos';
import { RepoFilterForm } from './repo-filter-form';
import { RepoTable } from './repo-table';
import { SyncAll } from './sync-all';

export const metadata: Metadata = { title: 'Repositories' };

export default async function ReposPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/repos');
  const params = await searchParams;
  const asked = askedFor(params);
  const filter = { ...asked, sort: asked.sort ?? 'attention' } as const;
  const after = firstValue(params.after);
  const [page, freshness, orgs, binned, connections] = await Promise.all([
    orNotFound(listRepos(ctx, { ...filter, ...(after ? { cursor: after } : {}) })),
    readFreshness(ctx),
    countByOrg(ctx),
    listBin(ctx, { limit: 1 }),
    listConnections(ctx),
  ]);
  const marked = await markedRepos(
    ctx,
    page.repos.map(({ id }) => id),
  );
  const isEmpty = freshness.repositories === 0 && orgs.length === 0;
  const add = !ctx.env.readOnly && (
    <Link href="/repos/new" className={buttonStyle({ look: 'primary' })}>
      <Plus className="size-4" aria-hidden="true" />
      Add a repository
    </Link>
  );
  return (
    <PageFrame width="page">
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <h1 className="page-title max-sm:basis-full">Repositories</h1>
        <Link href="/orgs" className="text-sm text-muted hover:text-accent hover:underline">
          by organisation
        </Link>
        <Link href="/connections" className="text-sm text-muted hover:text-accent hover:underline">
          connections
        </Link>
        {binned.items.length > 0 && (
          <Link href="/repos/bin" className="text-sm text-muted hover:text-accent hover:underline">
            bin
          </Link>
        )}
        {!isEmpty && !ctx.env.readOnly && (
          <>
            <span className="flex-1 max-sm:hidden" />
            {page.repos.some((repo) => repo.you_may.includes('sync')) && <SyncAll />}
            {add}
          </>
        )}
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <ManyDone />
      {isEmpty ? (
        <EmptyState picture={<EmptyPicture />} title="No repositories yet" action={add}>
          Add one by its address. It is searchable as soon as it has been read, and a push upstream is searchable about
          a second after you press Sync.
        </EmptyState>
      ) : (
        <>
          <RefreshPage shown={freshness} />
          <FreshnessSummary freshness={freshness} />
          <RepoFilterForm asked={asked} orgs={orgs} connections={connections} />
          {page.repos.length === 0 ? (
            <p className="rounded-lg border border-line bg-surface px-4 py-6 text-center text-sm text-muted">
              No repository fits. Take a part of the filter away.
            </p>
          ) : (
            <RepoTable
              search={searchOf({ ...filter, cursor: after })}
              initial={page}
              marked={marked}
              canWrite={!ctx.env.readOnly}
              binDays={ctx.env.binDays}
            />
          )}
        </>
      )}
      {page.next_cursor && (
        <p className="mt-4 text-center">
          <Link href={`/repos${searchOf({ ...asked, after: page.next_cursor })}`} className={buttonStyle()}>
            More repositories
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

/** What the address asks for; what it cannot ask for is left out. */
function askedFor(params: Awaited<SearchParams>): RepoFilter {
  const asked: Record<string, string> = {};
  for (const [name, schema] of Object.entries(repoFilterSchema.shape)) {
    const value = firstValue(params[name])?.trim().replaceAll('\0', '');
    if (value && schema.safeParse(value).success) asked[name] = value;
  }
  return asked;
}

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
import { listRepos } from '@/lib/repos/list-repos';
import { readFreshness } from '@/lib/status/read-freshness';
import { signedIn } from '../_signed-in';
import { FreshnessSummary } from './freshness-summary';
import { RepoTable } from './repo-table';
import { SyncAll } from './sync-all';

export const metadata: Metadata = { title: 'Repositories' };

export default async function ReposPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/repos');
  const after = firstValue((await searchParams).after);
  const [page, freshness] = await Promise.all([
    orNotFound(listRepos(ctx, after ? { cursor: after } : {})),
    readFreshness(ctx),
  ]);
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
        {page.repos.length > 0 && !ctx.env.readOnly && (
          <>
            <span className="flex-1 max-sm:hidden" />
            {page.repos.some((repo) => repo.you_may.includes('sync')) && <SyncAll />}
            {add}
          </>
        )}
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {page.repos.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="No repositories yet" action={add}>
          Add one by its address. It is searchable as soon as it has been read, and a push upstream is searchable about
          a second after you press Sync.
        </EmptyState>
      ) : (
        <>
          <RefreshPage shown={freshness} />
          <FreshnessSummary freshness={freshness} />
          <RepoTable cursor={after} initial={page} canWrite={!ctx.env.readOnly} />
        </>
      )}
      {page.next_cursor && (
        <p className="mt-4 text-center">
          <Link href={`/repos?after=${encodeURIComponent(page.next_cursor)}`} className={buttonStyle()}>
            More repositories
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

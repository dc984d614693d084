// Runs over all repositories: what goes on, what failed and why, and what to do about it.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchOf } from '@/app/_links';
import { failureReasons } from '@/lib/repos/manage/syncs/retry-failed';
import { listAllRuns, type RunFilter, runFilterSchema } from '@/lib/runs/list-all-runs';
import { signedIn } from '../_signed-in';
import { FailureReasons } from './failure-reasons';
import { type Asked, RunFilterForm } from './run-filter-form';
import { RunTable } from './run-table';

export const metadata: Metadata = { title: 'Runs' };

export default async function RunsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/runs');
  const params = await searchParams;
  const asked = askedFor(params);
  const { status = 'notable', ...others } = asked;
  const filter: RunFilter = status === 'all' ? others : { ...others, status };
  const cursor = firstValue(params.cursor);
  const [page, reasons] = await Promise.all([
    orNotFound(listAllRuns(ctx, { ...filter, ...(cursor ? { cursor } : {}) })),
    failureReasons(ctx),
  ]);
  const search = searchOf({ ...filter, cursor });
  return (
    <PageFrame width="page">
      <h1 className="mb-5 page-title">Runs</h1>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <FailureReasons reasons={reasons} canWrite={!ctx.env.readOnly} />
      <RunFilterForm asked={asked} />
      {page.items.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="No such run">
          Runs that found nothing new are left out unless they are asked for, and are kept for a few hours.
        </EmptyState>
      ) : (
        <RunTable search={search} initial={page} canWrite={!ctx.env.readOnly} />
      )}
      {page.next_cursor && (
        <p className="mt-4 text-center">
          <Link
            href={`/runs${searchOf({ ...asked, cursor: page.next_cursor })}`}
            prefetch={false}
            className={buttonStyle()}
          >
            Older runs
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

/** What the address asks for; what it cannot ask for is left out. */
function askedFor(params: Awaited<SearchParams>): Asked {
  const asked: Record<string, string> = {};
  for (const [name, schema] of Object.entries(runFilterSchema.shape)) {
    const value = firstValue(params[name])?.trim().replaceAll('\0', '');
    const isKnown = value && (schema.safeParse(value).success || (name === 'status' && value === 'all'));
    if (isKnown) asked[name] = value;
  }
  return asked as Asked;
}

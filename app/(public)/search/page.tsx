// Search results. Quick answers come with the page; slow ones are streamed in after it.
import { setTimeout } from 'node:timers/promises';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchHref } from '@/app/_links';
import { type Outcome, searchOutcome } from './outcome';
import { Results } from './results';
import { ResultsSkeleton } from './results-skeleton';

/** An answer within this is part of the page itself: no flicker, and readable without JavaScript. */
const PATIENCE_MS = 400;

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const q = firstValue((await searchParams).q)?.trim();
  return { title: q ? `${q.slice(0, 80)} · Search` : 'Search' };
}

export default async function SearchPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const q = firstValue(params.q) ?? '';
  const cursor = firstValue(params.cursor);
  const copiesOf = firstValue(params.copies_of);
  const pending = searchOutcome(q, { cursor, copiesOf });
  const patience = new AbortController();
  // Browsers without JavaScript are sent to ?wait=1, where nothing is streamed.
  const outcome = firstValue(params.wait)
    ? await pending
    : await Promise.race([pending, setTimeout(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null)]);
  patience.abort();
  return (
    <PageFrame width="wide">
      <h1 className="sr-only">{q.trim() ? `Results for ${q}` : 'Search'}</h1>
      <h2 className="sr-only">Files</h2>
      {outcome ? (
        <Results query={q} copiesOf={copiesOf} isFirstPage={!cursor} outcome={outcome} />
      ) : (
        <Suspense
          key={`${q}\n${cursor}\n${copiesOf}`}
          fallback={<ResultsSkeleton waitHref={`${searchHref(q, cursor, copiesOf)}&wait=1`} />}
        >
          <LateResults query={q} copiesOf={copiesOf} isFirstPage={!cursor} pending={pending} />
        </Suspense>
      )}
    </PageFrame>
  );
}

interface LateResultsProps {
  query: string;
  copiesOf: string | undefined;
  isFirstPage: boolean;
  pending: Promise<Outcome>;
}

async function LateResults({ pending, ...rest }: LateResultsProps) {
  return <Results {...rest} outcome={await pending} />;
}

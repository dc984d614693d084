// What a search found: a summary, the files, the facets, the way to more.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { SearchToggles } from '@/app/_components/site/search-toggles';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { Notice } from '@/app/_components/ui/notice';
import { NothingFoundPicture } from '@/app/_components/ui/pictures';
import { formatDuration, formatPlural } from '@/app/_format';
import { searchHref } from '@/app/_links';
import { ResultFile } from '@/app/(public)/result-file';
import type { SearchResponse } from '@/lib/search/search';
import { facetGroups } from './facet-groups';
import { Facets } from './facets';
import { NewResults } from './new-results';
import type { Outcome } from './outcome';
import { QueryHelp } from './query-help';
import { ResultKeys } from './result-keys';
import { ResultPlace } from './result-place';
import { SearchNotices } from './search-notices';

const WORDS = {
  file: ['file', 'files'],
  directory: ['folder', 'folders'],
  repo: ['repository', 'repositories'],
} as const;

interface ResultsProps {
  query: string;
  /** Set if only the copies of one result are shown. */
  copiesOf: string | undefined;
  isFirstPage: boolean;
  outcome: Outcome;
}

export function Results({ query, copiesOf, isFirstPage, outcome }: ResultsProps) {
  if (outcome.response === null) {
    return (
      <Notice look="bad" title="This search did not work" isLive>
        {outcome.message}
      </Notice>
    );
  }
  const { response, marker } = outcome;
  if (response.results.length === 0) {
    return (
      <>
        {query.trim() !== '' && <NewResults marker={marker} isEmpty />}
        <NothingFound query={query} response={response} />
      </>
    );
  }
  const groups = facetGroups(query, response.facets);
  return (
    <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <aside aria-label="Narrow the results" className="hidden lg:block">
        <div className="sticky top-20 grid max-h-[calc(100dvh-6rem)] gap-5 overflow-y-auto pb-4">
          <Facets groups={groups} />
        </div>
      </aside>
      <div className="min-w-0">
        <NewResults marker={marker} isEmpty={false} />
        <div className="mb-3 flex items-center justify-between gap-3">
          <Summary response={response} />
          <div className="flex gap-1">
            <SearchToggles query={query} className="sm:hidden" />
            <ResultKeys list="results" />
          </div>
        </div>
        {copiesOf !== undefined && (
          <Notice look="info" className="mb-4">
            Only files that hold the same are shown.{' '}
            <Link href={searchHref(query)} prefetch={false} className="text-accent underline">
              Show all results
            </Link>
          </Notice>
        )}
        <details className="mb-4 rounded-lg border border-line bg-surface lg:hidden">
          <summary className="px-3 py-2 text-sm font-medium">Narrow the results</summary>
          <div className="grid gap-4 border-t border-line p-2 sm:grid-cols-2">
            <Facets groups={groups} />
          </div>
        </details>
        {response.notices.length > 0 && (
          <Notice look="info" className="mb-4">
            <SearchNotices query={query} notices={response.notices} />
          </Notice>
        )}
        <ol id="results" className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {response.results.map((result) => (
            <li key={`${result.repo_id}:${result.ref}:${result.path}`}>
              {result.kind === 'file' ? <ResultFile result={result} q={query} /> : <ResultPlace result={result} />}
            </li>
          ))}
        </ol>
        <Paging query={query} copiesOf={copiesOf} isFirstPage={isFirstPage} next={response.next_cursor} />
      </div>
    </div>
  );
}

function Summary({ response: { count, exact, took_ms, results } }: { response: SearchResponse }) {
  const [one, many] = WORDS[results[0]?.kind ?? 'file'];
  return (
    <p role="status" className="text-xs text-muted">
      <span className="font-medium text-ink">
        {exact ? '' : 'More than '}
        {formatPlural(count, one, many)}
      </span>{' '}
      in {formatDuration(took_ms)}
    </p>
  );
}

interface PagingProps {
  query: string;
  copiesOf: string | undefined;
  isFirstPage: boolean;
  next: string | null;
}

function Paging({ query, copiesOf, isFirstPage, next }: PagingProps) {
  if (isFirstPage && !next) return null;
  return (
    <nav aria-label="Pages of results" className="mt-6 flex justify-center gap-2">
      {!isFirstPage && (
        <Link href={searchHref(query, null, copiesOf)} prefetch={false} className={buttonStyle()}>
          <ChevronLeft className="size-4" aria-hidden="true" />
          First results
        </Link>
      )}
      {next && (
        <Link href={searchHref(query, next, copiesOf)} prefetch={false} rel="next" className={buttonStyle()}>
          More results
          <ChevronRight className="size-4" aria-hidden="true" />
        </Link>
      )}
    </nav>
  );
}

function NothingFound({ query, response }: { query: string; response: SearchResponse }) {
  return (
    <div className="mx-auto max-w-2xl">
      {query.trim() !== '' && (
        <EmptyState picture={<NothingFoundPicture />} title="Nothing found">
          <div role="status" className="text-left">
            {response.notices.length > 0 ? (
              <SearchNotices query={query} notices={response.notices} />
            ) : (
              'No file that you may see matches every part of this query. Try fewer words or filters.'
            )}
          </div>
        </EmptyState>
      )}
      {query.trim() === '' && response.notice && (
        <Notice look="info" className="mb-6">
          {response.notice}
        </Notice>
      )}
      <QueryHelp />
    </div>
  );
}

// What was odd about a query, each at its place, with the query that may have been meant one click away.
import Link from 'next/link';
import { searchHref } from '@/app/_links';
import type { SearchResponse } from '@/lib/search/search';

type SearchNotice = SearchResponse['notices'][number];

export function SearchNotices({ query, notices }: { query: string; notices: SearchNotice[] }) {
  return (
    <ul className="grid gap-2">
      {notices.map((notice) => (
        <li key={`${notice.start} ${notice.message}`}>
          {notice.message}
          <Place query={query} notice={notice} />
          {notice.suggestion !== undefined && notice.suggestion.trim() !== '' && (
            <p className="mt-0.5">
              Search for{' '}
              <Link
                href={searchHref(notice.suggestion)}
                prefetch={false}
                className="font-mono text-xs text-accent underline"
              >
                {notice.suggestion}
              </Link>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Shown of a query on each side of the part that a sentence is about. */
const AROUND = 40;

/** The query with the part marked that the sentence is about; nothing if that is all of it. */
function Place({ query, notice: { start, end } }: { query: string; notice: SearchNotice }) {
  if (start === undefined || end === undefined || (start === 0 && end >= query.trim().length)) return null;
  const from = Math.max(0, start - AROUND);
  const to = Math.min(query.length, end + AROUND);
  return (
    <p className="mt-0.5 font-mono text-xs text-muted">
      {from > 0 && '…'}
      {query.slice(from, start)}
      <mark className="rounded-xs bg-warn-soft px-0.5 text-ink">{query.slice(start, Math.min(end, start + 200))}</mark>
      {query.slice(end, to)}
      {to < query.length && '…'}
    </p>
  );
}

// Where else a result is, byte for byte: folded until somebody asks, since copies say nothing new.
import Link from 'next/link';
import { formatPlural } from '@/app/_format';
import { blobHref, searchHref } from '@/app/_links';
import type { SearchResult } from '@/lib/search/search';

interface ResultCopiesProps {
  result: Pick<SearchResult, 'repo' | 'path' | 'blob_id' | 'also_in' | 'also_in_count'>;
  /** The first line that is shown. */
  line: number | undefined;
  /** What was searched for: it goes along into the files. */
  q?: string | undefined;
}

export function ResultCopies({ result, line, q }: ResultCopiesProps) {
  const { also_in: places, also_in_count: count, repo, path, blob_id: blobId } = result;
  return (
    <details className="border-t border-line text-2xs">
      <summary className="px-3 py-1.5 text-muted hover:text-accent">
        Also in {formatPlural(count, 'other place', 'other places')}
      </summary>
      <ul className="grid gap-1 px-3 pb-2">
        {places.map((place) => (
          <li key={`${place.repo_id}:${place.ref}:${place.path}`} className="[overflow-wrap:anywhere]">
            <Link
              href={blobHref(place.repo, place.commit, place.path, { line, q })}
              prefetch={false}
              className="hover:text-accent hover:underline"
            >
              {place.repo} / {place.path}
            </Link>
            {place.repo === repo && place.path === path && <span className="text-muted"> on {place.ref}</span>}
          </li>
        ))}
        {count > places.length && q !== undefined && blobId !== null && (
          <li>
            <Link href={searchHref(q, null, blobId)} prefetch={false} className="text-accent hover:underline">
              All places
            </Link>
          </li>
        )}
      </ul>
    </details>
  );
}

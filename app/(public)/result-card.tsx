// A result's card: where the file is, how fresh it is, and its matching lines.
'use client';
import { FileCode2 } from 'lucide-react';
import Link from 'next/link';
import { formatPlural } from '@/app/_format';
import { blobHref } from '@/app/_links';
import type { SearchResult } from '@/lib/search/search';
import { ResultCopies } from './result-copies';
import { type HeadedResult, ResultHeading } from './result-heading';
import { ResultLines, type ResultLinesProps } from './result-lines';

interface ResultCardProps {
  result: HeadedResult & Pick<SearchResult, 'ref' | 'blob_id' | 'also_in' | 'also_in_count'>;
  lines: ResultLinesProps['lines'];
  /** Matches that are not among the lines. */
  rest: number;
  /** What was searched for: it goes along into the file. */
  q: string | undefined;
}

export function ResultCard({ result, lines, rest, q }: ResultCardProps) {
  const { repo, path, commit } = result;
  const firstLine = lines[0]?.line;
  return (
    <article className="overflow-hidden rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken/60 px-3 py-2">
        <ResultHeading result={result} icon={FileCode2} href={blobHref(repo, commit, path, { line: firstLine, q })} />
      </header>
      {lines.length > 0 && (
        <ResultLines
          key={`${result.blob_id} ${q}`}
          repo={repo}
          refName={result.ref}
          commit={commit}
          path={path}
          blobId={result.blob_id}
          lines={lines}
          q={q}
        >
          {rest > 0 && (
            <Link
              href={blobHref(repo, commit, path, { line: lines.at(-1)?.line, q })}
              prefetch={false}
              className="hover:text-accent hover:underline"
            >
              {formatPlural(rest, 'more match', 'more matches')} in this file
            </Link>
          )}
        </ResultLines>
      )}
      {result.also_in_count > 0 && <ResultCopies result={result} line={firstLine} q={q} />}
    </article>
  );
}

// One file among the results: where it is, how fresh it is, and its matching lines.
import { FileCode2 } from 'lucide-react';
import Link from 'next/link';
import { Freshness } from '@/app/_components/repo/freshness';
import { formatPlural } from '@/app/_format';
import { blobHref, repoHref } from '@/app/_links';
import { matchesHtml } from '@/app/_render/matches-html';
import type { SearchResult } from '@/lib/search/search';
import { PathText } from './path-text';
import { ResultCopies } from './result-copies';
import { ResultLines } from './result-lines';

interface ResultFileProps {
  result: SearchResult;
  /** What was searched for: it goes along into the file. */
  q?: string;
}

export async function ResultFile({ result, q }: ResultFileProps) {
  const { repo, path, commit, matches } = result;
  const lines = await matchesHtml(matches, result.language);
  const rest = result.match_count - matches.reduce((sum, match) => sum + match.ranges.length, 0);
  return (
    <article className="overflow-hidden rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken/60 px-3 py-2">
        <h3 className="flex min-w-0 flex-1 basis-64 gap-2 text-xs">
          <FileCode2 className="mt-px size-4 shrink-0 text-muted" aria-hidden="true" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <Link href={repoHref(repo)} prefetch={false} className="text-muted hover:text-accent hover:underline">
              {repo}
            </Link>
            <span className="px-1.5 text-line-strong" aria-hidden="true">
              /
            </span>
            <Link
              href={blobHref(repo, commit, path, { line: matches[0]?.line, q })}
              prefetch={false}
              className="hover:text-accent hover:underline"
            >
              <PathText path={path} />
            </Link>
          </span>
        </h3>
        <Freshness
          repo={repo}
          commit={commit}
          indexedAt={result.indexed_at}
          checkedAt={result.checked_at}
          standing={result.standing}
        />
      </header>
      {matches.length > 0 && (
        <ResultLines
          key={`${result.blob_id} ${q}`}
          repo={repo}
          refName={result.ref}
          commit={commit}
          path={path}
          blobId={result.blob_id}
          lines={matches.map(({ line }, index) => ({ line, html: lines[index] ?? '' }))}
          q={q}
        >
          {rest > 0 && (
            <Link
              href={blobHref(repo, commit, path, { line: matches.at(-1)?.line, q })}
              prefetch={false}
              className="hover:text-accent hover:underline"
            >
              {formatPlural(rest, 'more match', 'more matches')} in this file
            </Link>
          )}
        </ResultLines>
      )}
      {result.also_in_count > 0 && <ResultCopies result={result} q={q} />}
    </article>
  );
}

// One file among the results: where it is, how fresh it is, and its matching lines.
import { FileCode2 } from 'lucide-react';
import Link from 'next/link';
import { Freshness } from '@/app/_components/repo/freshness';
import { ScrollArea } from '@/app/_components/ui/scroll-area';
import { formatPlural } from '@/app/_format';
import { blobHref, repoHref } from '@/app/_links';
import { lineHtml } from '@/app/_render/line-html';
import { snippetTokens } from '@/app/_render/snippet-tokens';
import type { SearchMatch, SearchResult } from '@/lib/search/search';
import { PathText } from './path-text';
import { ResultCopies } from './result-copies';

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
        <ScrollArea label={`Matches in ${path}`} className="py-1">
          <pre className="code min-w-full w-max">
            {matches.map((match, index) => (
              <span key={match.line}>
                {index > 0 && match.line - (matches[index - 1]?.line ?? 0) > 1 && (
                  <span aria-hidden="true" className="my-1 block border-t border-dashed border-line" />
                )}
                <span className="line">
                  <Link
                    href={blobHref(repo, commit, path, { line: match.line, q })}
                    prefetch={false}
                    aria-label={`Line ${match.line}`}
                    className="number"
                  >
                    {match.line}
                  </Link>
                  {/* biome-ignore lint/security/noDangerouslySetInnerHtml: escaped where it is made. */}
                  <span dangerouslySetInnerHTML={{ __html: lines[index] ?? '' }} />
                  {'\n'}
                </span>
              </span>
            ))}
          </pre>
        </ScrollArea>
      )}
      {rest > 0 && (
        <p className="border-t border-line px-3 py-1.5 text-2xs text-muted">
          <Link
            href={blobHref(repo, commit, path, { line: matches.at(-1)?.line, q })}
            prefetch={false}
            className="hover:text-accent hover:underline"
          >
            {formatPlural(rest, 'more match', 'more matches')} in this file
          </Link>
        </p>
      )}
      {result.also_in_count > 0 && <ResultCopies result={result} q={q} />}
    </article>
  );
}

/** Neighbouring lines are coloured together: a comment or a string may span them. */
async function matchesHtml(matches: SearchMatch[], language: string | null): Promise<string[]> {
  const blocks: SearchMatch[][] = [];
  for (const match of matches) {
    const block = blocks.at(-1);
    if (block && block.at(-1)?.line === match.line - 1) block.push(match);
    else blocks.push([match]);
  }
  const texts = blocks.map((block) => block.map(({ text }) => text).join('\n'));
  const coloured = await snippetTokens(texts, language);
  return blocks.flatMap((block, at) => {
    const lines = coloured?.[at];
    return block.map(({ text, ranges }, index) =>
      lineHtml((lines?.length === block.length && lines[index]) || [[null, text]], ranges),
    );
  });
}

// The lines of a result, and more of them around if asked. Without JavaScript the same words lead into the file.
'use client';
import Link from 'next/link';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ScrollArea } from '@/app/_components/ui/scroll-area';
import { blobHref, repoHref } from '@/app/_links';
import { requestJson } from '@/app/_queries/request-json';
import type { ContextLines } from './r/[org]/[name]/context/route';

/** Lines on each side, one step after the other. */
const STEPS = [3, 10, 25];

export interface ResultLinesProps {
  repo: string;
  refName: string;
  commit: string;
  path: string;
  blobId: string | null;
  lines: ContextLines['lines'];
  q: string | undefined;
  /** How many more matches there are, if there are. */
  children?: ReactNode;
}

export function ResultLines({ repo, refName, commit, path, blobId, lines: first, q = '', children }: ResultLinesProps) {
  const [more, setMore] = useState<ContextLines['lines'] | null>(null);
  const [steps, setSteps] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  const lines = more ?? first;

  async function showMore() {
    const numbers = first.map(({ line }) => line).join(',');
    const query = { q, ref: refName, path, blob: blobId ?? '', lines: numbers, around: String(STEPS[steps]) };
    try {
      const found = await requestJson<ContextLines>(`${repoHref(repo)}/context?${new URLSearchParams(query)}`);
      setMore(found.lines);
      setSteps(steps + 1);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  }

  const hasMore = steps < STEPS.length && trouble === null && blobId !== null;
  const link = useRef<HTMLAnchorElement>(null);
  const isUsedUp = !hasMore && (steps > 0 || trouble !== null);
  // The button that was pressed is gone, and the focus with it: the link at its place takes it.
  useEffect(() => {
    if (isUsedUp && document.activeElement === document.body) link.current?.focus();
  }, [isUsedUp]);
  return (
    <>
      <ScrollArea label={`Matches in ${path}`} className="py-1">
        <pre className="code min-w-full w-max">
          {lines.map(({ line, html }, index) => (
            <span key={line}>
              {index > 0 && line - (lines[index - 1]?.line ?? 0) > 1 && (
                <span aria-hidden="true" className="my-1 block border-t border-dashed border-line" />
              )}
              <span className="line">
                <Link
                  href={blobHref(repo, commit, path, { line, q })}
                  prefetch={false}
                  aria-label={`Line ${line}`}
                  className="number"
                >
                  {line}
                </Link>
                {/* biome-ignore lint/security/noDangerouslySetInnerHtml: escaped where it is made. */}
                <span dangerouslySetInnerHTML={{ __html: html }} />
                {'\n'}
              </span>
            </span>
          ))}
        </pre>
      </ScrollArea>
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-3 py-1.5 text-2xs text-muted">
        {children}
        {isReady && hasMore ? (
          <button type="button" onClick={showMore} className="hover:text-accent hover:underline">
            More context<span className="sr-only"> in {path}</span>
          </button>
        ) : (
          <Link
            ref={link}
            href={blobHref(repo, commit, path, { line: first[0]?.line, q })}
            prefetch={false}
            className="hover:text-accent hover:underline"
          >
            More context<span className="sr-only"> in {path}</span>
          </Link>
        )}
        <span role="status">{trouble}</span>
      </p>
    </>
  );
}

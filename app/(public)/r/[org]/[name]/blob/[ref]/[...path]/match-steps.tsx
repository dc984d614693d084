// Goes from one line with a match to the next or the one before, by buttons and by the keys n and p.
'use client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { blobHref } from '@/app/_links';
import { lineRange, nameLines, useAnchor } from './line-anchor';

interface MatchStepsProps {
  repo: string;
  revision: string;
  path: string;
  q: string;
  /** The lines with matches, ascending. */
  lines: number[];
}

const button = 'inline-flex size-7 items-center justify-center rounded text-muted hover:bg-sunken hover:text-ink';

export function MatchSteps({ repo, revision, path, q, lines }: MatchStepsProps) {
  const at = lineRange(useAnchor())?.[0];
  const place = at === undefined ? -1 : lines.indexOf(at);

  const go = useCallback(
    (step: 1 | -1) => {
      const from = lineRange(window.location.hash)?.[0] ?? topLine() - 0.5;
      const next = step > 0 ? lines.find((line) => line > from) : lines.findLast((line) => line < from);
      const line = next ?? (step > 0 ? lines[0] : lines.at(-1));
      if (line === undefined) return;
      const element = document.getElementById(`L${line}`);
      if (!element) return window.location.assign(blobHref(repo, revision, path, { line, q }));
      nameLines([line, line], 'replace');
      element.scrollIntoView({ block: 'center' });
    },
    [lines, repo, revision, path, q],
  );

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const step = ({ n: 1, p: -1 } as const)[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest('input, textarea, select, [contenteditable], [role="dialog"]')) return;
      event.preventDefault();
      go(step);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [go]);

  return (
    <span className="needs-script inline-flex items-center gap-1">
      <button type="button" onClick={() => go(-1)} aria-keyshortcuts="p" title="Previous match (p)" className={button}>
        <ArrowUp className="size-4" aria-hidden="true" />
        <span className="sr-only">Previous match</span>
      </button>
      <button type="button" onClick={() => go(1)} aria-keyshortcuts="n" title="Next match (n)" className={button}>
        <ArrowDown className="size-4" aria-hidden="true" />
        <span className="sr-only">Next match</span>
      </button>
      <span role="status" className="tabular-nums">
        {place >= 0 && (
          <>
            {place + 1} of {lines.length}
            <span className="sr-only">, line {at}</span>
          </>
        )}
      </span>
    </span>
  );
}

/** The first line that the bar does not hide; 1 if the page has none. */
function topLine(): number {
  const top = document.querySelector('.file-bar')?.getBoundingClientRect().bottom ?? 0;
  for (const line of document.querySelectorAll('.code .line[id]')) {
    if (line.getBoundingClientRect().bottom > top) return Number(line.id.slice(1));
  }
  return 1;
}

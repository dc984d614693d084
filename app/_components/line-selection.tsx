// Lights up the lines that the address names (#L10-L20), lets shift-click extend them, and offers what to do with them.
'use client';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { pageOfLine, similarHref } from '@/app/_links';

const ANCHOR = /^#L(\d+)(?:-L?(\d+))?$/;

type Range = [start: number, end: number];

function rangeOf(hash: string): Range | null {
  const match = ANCHOR.exec(hash);
  if (!match) return null;
  const start = Number(match[1]);
  const end = Number(match[2] ?? match[1]);
  return start <= end ? [start, end] : [end, start];
}

/** Lights up the range and nothing else; answers the range, or null where the file has no such lines. */
function mark(code: HTMLElement, range: Range | null): Range | null {
  for (const line of code.querySelectorAll('.is-selected')) line.classList.remove('is-selected');
  if (!range || !document.getElementById(`L${range[0]}`)) return null;
  let end = range[0];
  for (let number = range[0]; number <= range[1]; number += 1) {
    const line = document.getElementById(`L${number}`);
    if (!line) break;
    line.classList.add('is-selected');
    end = number;
  }
  return [range[0], end];
}

interface LineSelectionProps {
  codeId: string;
  repo: string;
  path: string;
  /** Of the whole file, which may be more than the page shows. */
  lineCount: number;
}

export function LineSelection({ codeId, repo, path, lineCount }: LineSelectionProps) {
  const [range, setRange] = useState<Range | null>(null);

  useEffect(() => {
    const code = document.getElementById(codeId);
    if (!code) return;

    const onClick = (event: MouseEvent) => {
      const link = (event.target as HTMLElement).closest('a');
      const number = Number(link?.hash.slice(2));
      const current = rangeOf(window.location.hash);
      if (!number || !event.shiftKey || !current) return;
      event.preventDefault();
      const next: Range = number < current[0] ? [number, current[0]] : [current[0], number];
      window.history.replaceState(null, '', `#L${next[0]}-L${next[1]}`);
      setRange(mark(code, next));
    };

    const onHashChange = () => {
      const wanted = rangeOf(window.location.hash);
      const line = wanted && document.getElementById(`L${wanted[0]}`);
      setRange(mark(code, wanted));
      // A line of another part of the file: go there.
      const { pathname, search, hash } = window.location;
      const page = wanted ? pageOfLine(wanted[0]) : search;
      if (wanted && !line && wanted[0] <= lineCount && page !== search) {
        window.location.replace(`${pathname}${page}${hash}`);
      }
      return line;
    };
    onHashChange()?.scrollIntoView({ block: 'center' });
    code.addEventListener('click', onClick);
    window.addEventListener('hashchange', onHashChange);
    return () => {
      code.removeEventListener('click', onClick);
      window.removeEventListener('hashchange', onHashChange);
    };
  }, [codeId, lineCount]);

  if (!range) return null;
  const lines = range[0] === range[1] ? `Line ${range[0]}` : `Lines ${range[0]} to ${range[1]}`;
  return (
    <p className="fixed right-4 bottom-4 z-20 flex animate-rise items-center gap-3 rounded-full border border-line bg-surface py-1.5 pr-2 pl-4 text-xs shadow-float">
      <span className="text-muted">{lines}</span>
      <Link
        href={similarHref(repo, path, range[0], range[1])}
        prefetch={false}
        className="rounded-full bg-accent-soft px-3 py-1 font-medium text-accent hover:underline"
      >
        Find similar code
      </Link>
    </p>
  );
}

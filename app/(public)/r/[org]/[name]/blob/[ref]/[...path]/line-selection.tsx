// Lights up the lines that the address names (#L10-L20), lets shift-click extend them and arrow keys walk along their
// numbers, and offers what to do with them.
'use client';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { searchOfLine, similarHref } from '@/app/_links';
import { type LineRange, lineRange, nameLines, onAnchor } from './line-anchor';

/** Lights up the range and nothing else; answers the range, or null if the page has no such lines. */
function mark(code: HTMLElement, range: LineRange | null): LineRange | null {
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

/** One number is in the order of the tab key: the others are reached from it. */
function takeTabStop(code: HTMLElement, number: HTMLElement): void {
  for (const other of code.querySelectorAll('.number[tabindex="0"]')) other.setAttribute('tabindex', '-1');
  number.setAttribute('tabindex', '0');
}

interface LineSelectionProps {
  codeId: string;
  repo: string;
  path: string;
  /** Of the whole file, which may be more than the page shows. */
  lineCount: number;
}

export function LineSelection({ codeId, repo, path, lineCount }: LineSelectionProps) {
  const [range, setRange] = useState<LineRange | null>(null);

  useEffect(() => {
    const code = document.getElementById(codeId);
    if (!code) return;
    // What the address named when it was loaded is not marked for ever.
    code.classList.add('is-live');

    const onClick = (event: MouseEvent) => {
      const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a.number');
      const number = Number(link?.hash.slice(2));
      if (!link || !number || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      takeTabStop(code, link);
      const current = event.shiftKey ? lineRange(window.location.hash) : null;
      if (current) nameLines(number < current[0] ? [number, current[0]] : [current[0], number], 'replace');
      else nameLines([number, number], 'push');
    };

    const onKeyDown = (event: KeyboardEvent) => {
      const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a.number');
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!link || !step) return;
      const next = document
        .getElementById(`L${Number(link.hash.slice(2)) + step}`)
        ?.querySelector<HTMLElement>('.number');
      if (!next) return;
      event.preventDefault();
      takeTabStop(code, next);
      next.focus();
    };

    const onChange = () => {
      const wanted = lineRange(window.location.hash);
      setRange(mark(code, wanted));
      const line = wanted && document.getElementById(`L${wanted[0]}`);
      const number = line?.querySelector<HTMLElement>('.number');
      if (number) takeTabStop(code, number);
      // A line of another part of the file: go there.
      const { pathname, search, hash } = window.location;
      const part = wanted ? searchOfLine(search, wanted[0]) : search;
      if (wanted && !line && wanted[0] <= lineCount && part !== search) {
        window.location.replace(`${pathname}${part}${hash}`);
      }
      return line;
    };
    onChange()?.scrollIntoView({ block: 'center' });
    code.addEventListener('click', onClick);
    code.addEventListener('keydown', onKeyDown);
    const stop = onAnchor(onChange);
    return () => {
      code.removeEventListener('click', onClick);
      code.removeEventListener('keydown', onKeyDown);
      stop();
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

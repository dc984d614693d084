// Lights up the lines that the address names (#L10-L20), and lets shift-click extend them. Renders nothing.
'use client';
import { useEffect } from 'react';

const ANCHOR = /^#L(\d+)(?:-L?(\d+))?$/;

function selected(): [start: number, end: number] | null {
  const match = ANCHOR.exec(window.location.hash);
  if (!match) return null;
  const start = Number(match[1]);
  const end = Number(match[2] ?? match[1]);
  return start <= end ? [start, end] : [end, start];
}

export function LineSelection({ codeId }: { codeId: string }) {
  useEffect(() => {
    const code = document.getElementById(codeId);
    if (!code) return;

    function show(o: { scroll: boolean }) {
      for (const line of code?.querySelectorAll('.is-selected') ?? []) line.classList.remove('is-selected');
      const range = selected();
      if (!range) return;
      for (let number = range[0]; number <= range[1]; number += 1) {
        const line = document.getElementById(`L${number}`);
        if (!line) break;
        line.classList.add('is-selected');
      }
      if (o.scroll) document.getElementById(`L${range[0]}`)?.scrollIntoView({ block: 'center' });
    }

    function onClick(event: MouseEvent) {
      const link = (event.target as HTMLElement).closest('a');
      const number = Number(link?.hash.slice(2));
      const range = selected();
      if (!link || !number || !event.shiftKey || !range) return;
      event.preventDefault();
      const hash = number < range[0] ? `#L${number}-L${range[0]}` : `#L${range[0]}-L${number}`;
      window.history.replaceState(null, '', hash);
      show({ scroll: false });
    }

    const onHashChange = () => show({ scroll: false });
    show({ scroll: true });
    code.addEventListener('click', onClick);
    window.addEventListener('hashchange', onHashChange);
    return () => {
      code.removeEventListener('click', onClick);
      window.removeEventListener('hashchange', onHashChange);
    };
  }, [codeId]);
  return null;
}

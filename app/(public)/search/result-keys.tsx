// Goes along the results by keys: j and k to the next and the one before, o opens it, ? says which keys there are.
'use client';
import { Keyboard } from 'lucide-react';
import { useEffect } from 'react';
import { buttonStyle } from '@/app/_components/ui/button';

const KEYS: [keys: string[], meaning: string][] = [
  [['j', 'k'], 'next result, the one before'],
  [['o', 'Enter'], 'open it'],
  [['/'], 'change the query'],
  [['n', 'p'], 'in a file: next match, the one before'],
  [['?'], 'these keys'],
];
const HELP = 'result-keys';

/** `list` is the id of the results, whose items have one link each that opens them: the last of their heading. */
export function ResultKeys({ list }: { list: string }) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest('input, textarea, select, [contenteditable], [role="dialog"]')) return;
      const act = { j: () => step(list, 1), k: () => step(list, -1), o: () => open(list), '?': help }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [list]);

  return (
    <>
      <button
        type="button"
        popoverTarget={HELP}
        aria-keyshortcuts="?"
        title="Keys (?)"
        className={`needs-script ${buttonStyle({ size: 'sm' })} max-sm:hidden`}
      >
        <Keyboard className="size-4" aria-hidden="true" />
        <span className="sr-only">Keys</span>
      </button>
      <div
        id={HELP}
        popover="auto"
        role="dialog"
        aria-labelledby={`${HELP}-title`}
        className="fixed inset-auto top-1/2 left-1/2 w-[calc(100vw-2rem)] max-w-sm -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 text-left text-ink shadow-float backdrop:bg-overlay open:animate-rise"
      >
        <h2 id={`${HELP}-title`} className="text-base font-semibold">
          Keys
        </h2>
        <dl className="mt-3 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
          {KEYS.map(([keys, meaning]) => (
            <div key={meaning} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <kbd key={key} className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}

/** From the result that has the focus, or else from the first that is in view. */
function step(list: string, by: 1 | -1): void {
  const all = links(list);
  const at = current(all);
  const next = at < 0 ? Math.max(0, all.findIndex(isInView)) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next]?.focus();
}

function open(list: string): void {
  const all = links(list);
  all[Math.max(0, current(all))]?.click();
}

function help(): void {
  document.getElementById(HELP)?.togglePopover();
}

function links(list: string): HTMLAnchorElement[] {
  const items = document.querySelectorAll(`#${list} > li`);
  return [...items].flatMap((item) => [...item.querySelectorAll<HTMLAnchorElement>('h3 a')].slice(-1));
}

/** Also while a line of the result has the focus. */
function current(all: HTMLAnchorElement[]): number {
  return all.findIndex((link) => link.closest('li')?.contains(document.activeElement));
}

function isInView(link: HTMLAnchorElement): boolean {
  const { top, bottom } = link.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

// What a file defines: a list beside it, or above it where there is no room beside.
import Link from 'next/link';
import { ScrollArea } from '@/app/_components/ui/scroll-area';
import { formatPlural } from '@/app/_format';
import { blobHref, symbolsHref } from '@/app/_links';
import type { OutlineEntry } from '@/lib/symbols/outline';

interface OutlineProps {
  repo: string;
  /** The branch, tag or commit as addresses name it. */
  revision: string;
  path: string;
  q: string | undefined;
  entries: OutlineEntry[];
}

const INDENTS = ['', 'pl-3', 'pl-6', 'pl-9'];

/** In the page twice: scripts would be needed to move it, and it is shown once at each width. */
export function OutlineAside(props: OutlineProps) {
  return (
    <aside aria-label="Outline" className="hidden w-64 shrink-0 border-l border-line xl:block">
      <div className="sticky top-28 max-h-[calc(100dvh-8rem)] overflow-y-auto py-2">
        <h3 className="px-3 pb-1 text-2xs font-medium text-muted">{titleOf(props.entries)}</h3>
        <Entries {...props} />
      </div>
    </aside>
  );
}

export function OutlineDetails(props: OutlineProps) {
  return (
    <details className="border-b border-line xl:hidden">
      <summary className="px-3 py-2 text-2xs font-medium text-muted">{titleOf(props.entries)}</summary>
      <ScrollArea label="Outline" className="max-h-80 overflow-y-auto pb-2">
        <Entries {...props} />
      </ScrollArea>
    </details>
  );
}

function titleOf(entries: OutlineEntry[]): string {
  return `${formatPlural(entries.length, 'symbol')} in this file`;
}

function Entries({ repo, revision, path, q, entries }: OutlineProps) {
  return (
    <ul className="text-xs">
      {entries.map(({ name, kind, line, depth }, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may define a name twice, and the list never changes.
          key={i}
          className={`group flex items-baseline gap-2 px-3 ${INDENTS[Math.min(depth, 3)]}`}
        >
          {/* A plain link: the browser itself scrolls to a line of the same page. */}
          <a
            href={blobHref(repo, revision, path, { q, line })}
            className="min-w-0 flex-1 truncate py-0.5 font-mono hover:text-accent hover:underline"
            title={`${kindName(kind)} ${name}, line ${line}`}
          >
            {name}
          </a>
          <span className="text-2xs text-muted">{kindName(kind)}</span>
          <Link
            href={symbolsHref({ name, role: 'reference', repo, path, line })}
            prefetch={false}
            className="rounded px-1 text-2xs text-muted hover:bg-sunken hover:text-accent"
          >
            uses<span className="sr-only"> of {name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function kindName(kind: string): string {
  return kind.replace('_', ' ');
}

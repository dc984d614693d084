// Symbols by file, in the order in which they were found: a link to each, and in which way it is known.
import Link from 'next/link';
import { formatPlural } from '@/app/_format';
import { blobHref } from '@/app/_links';
import type { FoundSymbol } from '@/lib/symbols/symbol';

export function FoundSymbols({ items, isExact }: { items: FoundSymbol[]; isExact: boolean }) {
  const files = new Map<string, FoundSymbol[]>();
  for (const symbol of items) {
    const key = `${symbol.repo_id} ${symbol.ref} ${symbol.path}`;
    files.set(key, [...(files.get(key) ?? []), symbol]);
  }
  return (
    <>
      <p role="status" className="mb-3 text-xs text-muted">
        {formatPlural(items.length, 'symbol')} on this page{isExact ? '' : '; there are more than were looked at'}
      </p>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {[...files].map(([key, symbols]) => (
          <li key={key} className="rounded-lg border border-line bg-surface">
            <FileSymbols symbols={symbols} />
          </li>
        ))}
      </ol>
    </>
  );
}

function FileSymbols({ symbols }: { symbols: FoundSymbol[] }) {
  const { repo, ref, path } = symbols[0]!;
  return (
    <>
      <h2 className="border-b border-line px-3 py-1.5 text-xs font-medium break-words">
        <span className="text-muted">{repo}</span> {path}
      </h2>
      <ul className="py-1 text-xs">
        {symbols.map(({ name, kind, scope, line, column, label }) => (
          <li key={`${line} ${column}`} className="flex flex-wrap items-baseline gap-x-3 px-3 py-0.5">
            <Link
              href={blobHref(repo, ref, path, { line })}
              prefetch={false}
              className="min-w-0 font-mono break-all hover:text-accent hover:underline"
            >
              {scope && <span className="text-muted">{scope}.</span>}
              {name}
            </Link>
            <span className="text-2xs text-muted">{kind.replace('_', ' ')}</span>
            <span className="text-2xs text-muted">line {line}</span>
            {label === 'search' && <span className="text-2xs text-muted">found as a word</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

// What a query can say, by examples that can be tried.
import Link from 'next/link';
import { searchHref } from '@/app/_links';

const EXAMPLES: [query: string, meaning: string][] = [
  ['parse config', 'files with both words, also as parts of names: parseConfig'],
  ['"not found"', 'these words, exactly so'],
  ['foo.bar(', 'punctuation counts'],
  ['token repo:acme/rivers', 'in one repository, or all whose name contains this'],
  ['retry file:test', 'where the path contains this'],
  ['handler lang:go', 'in one language'],
  ['cache -file:vendor', 'a minus leaves things out'],
  ['colour OR color', 'either of two'],
  ['README case:yes', 'capitals count'],
  ['mode:meaning wait and try again', 'code about this, whatever its words'],
];

export function QueryHelp() {
  return (
    <section aria-labelledby="query-help">
      <h2 id="query-help" className="mb-2 text-sm font-semibold">
        How to search
      </h2>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
        {EXAMPLES.map(([query, meaning]) => (
          <div key={query} className="grid gap-x-4 px-4 py-2 sm:grid-cols-[15rem_1fr]">
            <dt>
              <Link
                href={searchHref(query)}
                prefetch={false}
                className="font-mono text-xs text-accent [overflow-wrap:anywhere] hover:underline"
              >
                {query}
              </Link>
            </dt>
            <dd className="text-xs text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

// What a query can say, by examples that can be tried.

import Link from 'next/link';
import { Section } from '@/app/_components/ui/section';
import { searchHref } from '@/app/_links';

const EXAMPLES: [query: string, meaning: string][] = [
  ['parse config', 'files with both words, also as parts of names: parseConfig'],
  ['"not found"', 'these words, exactly so'],
  ['foo.bar(', 'punctuation counts'],
  ['token repo:acme/rivers', 'in one repository, or all whose name contains this'],
  ['retry file:test', 'where the path contains this'],
  ['handler lang:go', 'in one language'],
  ['cache -file:vendor', 'a minus, or NOT, leaves things out'],
  ['(colour OR color) theme', 'either of two, and a third'],
  ['/func \\w+Handler\\(/', 'a regular expression, between slashes'],
  ['sym:Parser', 'files that define a name'],
  ['type:path config', 'names of files alone'],
  ['repo:has.path(go.mod) TODO', 'in repositories that have such a file'],
  ['README case:yes', 'capitals count; case:no is for code in any case'],
  ['user word:yes', 'whole words alone, not getUser'],
  ['TODO count:all', 'all that there are are counted'],
  ['license select:repo', 'the repositories, not their files'],
  ['mode:meaning wait and try again', 'code about this, whatever its words'],
];

export function QueryHelp() {
  return (
    <Section id="query-help" title="How to search">
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
    </Section>
  );
}

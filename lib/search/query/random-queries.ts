// Queries drawn at random for tests: trees of terms over a few texts, and texts made of what queries are written with.
import type { Query, TextTerm } from './query';

type Random = (below: number) => number;

const PIECES = [
  '"',
  '\\',
  '-',
  ':',
  'repo:',
  'OR ',
  'AND ',
  'NOT ',
  'a',
  '\0',
  '\ud83d',
  '\udca9',
  '😀',
  '%',
  '_',
  "'",
  '(',
  ')',
  '*',
  ' ',
  '\n',
  'file:',
  '=',
  '\u202e',
  '検',
  '/',
  '/a+/',
  '[',
  ']',
  '{2}',
  'repo:has.path(',
  'content:',
  'case:no',
  'patterntype:literal',
  'patterntype:regexp ',
  'count:',
  'timeout:1s',
  'sym:x',
  'lang:go ',
  '(a OR b)',
  '\\1',
  '(?i)',
  'type:path ',
  'select:repo',
  'synced:<1h ',
  '.',
  '|',
  '^',
  '$',
  '"a b"',
  'foo',
  ' bar ',
];

/** A text of up to `most` pieces. */
export function randomText(random: Random, most = 14): string {
  return Array.from({ length: random(most) }, () => PIECES[random(PIECES.length)]).join('');
}

export interface Vocabulary {
  words: string[];
  literals: string[];
  patterns: string[];
  paths: string[];
  languages: string[];
  repos: string[];
}

/** A tree of up to `depth` levels of operators. */
export function randomTree(random: Random, vocabulary: Vocabulary, depth: number): Query {
  const pick = <T>(items: T[]): T => items[random(items.length)]!;
  const kind = depth === 0 ? 0 : random(10);
  if (kind >= 7) return { kind: 'not', part: randomTree(random, vocabulary, depth - 1) };
  if (kind >= 3) {
    const parts = Array.from({ length: 2 + random(2) }, () => randomTree(random, vocabulary, depth - 1));
    return { kind: kind >= 5 ? 'or' : 'and', parts };
  }
  switch (random(9)) {
    case 0:
      return { kind: 'filter', field: 'file', value: pick(vocabulary.paths) };
    case 1:
      return { kind: 'filter', field: 'lang', value: pick(vocabulary.languages) };
    case 2:
      return { kind: 'filter', field: 'repo', value: pick(vocabulary.repos) };
    case 3:
    case 4:
      return { kind: 'literal', text: pick(vocabulary.literals) } satisfies TextTerm;
    case 5:
      return { kind: 'regex', text: pick(vocabulary.patterns) } satisfies TextTerm;
    default:
      return { kind: 'word', text: pick(vocabulary.words) } satisfies TextTerm;
  }
}

// Whatever is typed is read, what is read can be written, and simplifying keeps what it means.
import { describe, expect, it } from 'vitest';
import { holds } from '@/lib/search/retrieve/patterns';
import { randomFrom } from '@/lib/text/testing';
import { pushNots } from './plan/push-nots';
import { simplify } from './plan/simplify';
import { printQuery } from './print';
import { leavesOf, type Query } from './query';
import { randomText, randomTree } from './random-queries';
import { parseQuery } from './read/parse';

const VOCABULARY = {
  words: ['a', 'b', 'c'],
  literals: ['x y', '->', '"q"', 'back\\'],
  patterns: ['a+', '/x', 'b c'],
  paths: ['src', '*.go'],
  languages: ['go', 'ts'],
  repos: ['web'],
};

describe('any text', () => {
  const random = randomFrom(4711);
  const texts = Array.from({ length: 4000 }, () => randomText(random));

  it('is read, with notes that stand within it', () => {
    for (const q of texts) {
      const plan = simplify(parseQuery(q));
      for (const { message, start = 0, end = 0, suggestion } of plan.notes) {
        expect([q, message !== '', start >= 0, start <= end, end <= q.length]).toEqual([q, true, true, true, true]);
        if (suggestion !== undefined) parseQuery(suggestion);
      }
      for (const leaf of leavesOf(parseQuery(q).root)) expect(leaf.kind === 'filter' ? leaf.value : 'x').not.toBe('');
    }
  });

  it('is written in a form that stays as it is', () => {
    for (const q of texts) {
      const once = printQuery(parseQuery(q).root);
      expect([q, printQuery(parseQuery(once).root)]).toEqual([q, once]);
    }
  });
});

it('takes 10,000 characters of anything at once', () => {
  for (const piece of ['(', ')', '"', '-(', 'a OR ', 'NOT ', '/a', '(a ', 'repo:has.path(', '\\', '((a OR b) ', '[a'])
    simplify(parseQuery(piece.repeat(10_000 / piece.length)));
});

it('keeps what any tree means', () => {
  const random = randomFrom(99);
  for (let i = 0; i < 3000; i++) {
    const tree = randomTree(random, VOCABULARY, 1 + random(4));
    const pushed = pushNots(tree);
    for (const not of notsOf(pushed)) expect(['and', 'or', 'not']).not.toContain(not.part.kind);
    const values = new Map(leavesOf(tree).map((leaf) => [JSON.stringify(leaf), random(2) === 0]));
    const value = (leaf: Query) => values.get(JSON.stringify(leaf)) ?? false;
    expect(holds(pushed, value)).toBe(holds(tree, value));
  }
});

function notsOf(query: Query): (Query & { kind: 'not' })[] {
  if (query.kind === 'not') return [query, ...notsOf(query.part)];
  return query.kind === 'and' || query.kind === 'or' ? query.parts.flatMap(notsOf) : [];
}

import { expect, it } from 'vitest';
import { simplify } from '../../query/plan/simplify';
import { parseQuery } from '../../query/read/parse';
import { definedWords, rankedWords, requiredWords, singleWords } from './words';

const clauses = (q: string) => simplify(parseQuery(q)).clauses;

it.each<[string, string | null]>([
  ['Foo barBaz', "('foo') & ('barbaz')"],
  ['(a OR b) c', "('a' | 'b') & ('c')"],
  ['"x = y;"', "(('y'))"],
  ['foo OR ->', null],
  ['foo ->', "('foo')"],
  ['->', null],
])('requires the words of %s', (q, expected) => {
  expect(requiredWords(clauses(q), 'open')).toBe(expected);
});

it('asks for definitions of one of the words, beside the others', () => {
  expect(definedWords(clauses('a b'))).toBe("('=a' & 'b') | ('=b' & 'a') | 'ab' | 'a_b'");
  expect(definedWords(clauses('a OR b'))).toBeNull();
});

it('ranks by every word of the query, and always has one', () => {
  expect(rankedWords(clauses('Foo "bar foo" ->'))).toBe("'foo' | 'bar'");
  expect(rankedWords([])).toBe("'='");
});

it('knows queries of nothing but words', () => {
  expect(singleWords(clauses('A b'))).toEqual(['a', 'b']);
  expect(singleWords(clauses('a "b c"'))).toBeNull();
  expect(singleWords([])).toBeNull();
});

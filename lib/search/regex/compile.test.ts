import { describe, expect, it } from 'vitest';
import { compileRegex, isRegexError } from './compile';

function compiled(pattern: string, ignoreCase = false) {
  const regex = compileRegex(pattern, { ignoreCase });
  if (isRegexError(regex)) throw new Error(regex.error);
  return regex;
}
const matchesOf = (pattern: string, text: string, ignoreCase = false) => {
  const found: string[] = [];
  compiled(pattern, ignoreCase).each(text, (start, end) => found.push(text.slice(start, end)) < 100);
  return found;
};

describe('compileRegex', () => {
  it.each<[string, string, string[]]>([
    ['fo+', 'foo fo f', ['foo', 'fo']],
    ['^a.$', 'ab\nac\nxab', ['ab', 'ac']],
    ['a\\nb', 'a\nb', ['a\nb']],
    ['a.b', 'a\nb', []],
    ['(?s)a.b', 'a\nb', ['a\nb']],
    ['(?i)größe', 'GRÖSSE GRÖßE', ['GRÖßE']],
    ['\\bfoo\\b', 'foo foox', ['foo']],
    ['a+?', 'aaa', ['a', 'a', 'a']],
    ['\\pL+', 'añ1検索', ['añ', '検索']],
    ['[[:digit:]]+', 'a12', ['12']],
    ['\\Qa.b\\E', 'a.b axb', ['a.b']],
    ['😀.', '😀😁', ['😀😁']],
    ['a*', 'baa', ['', 'aa', '']],
  ])('%s in %j', (pattern, text, found) => {
    expect(matchesOf(pattern, text).filter((match) => match !== '')).toEqual(found.filter((match) => match !== ''));
    expect(compiled(pattern).test(text)).toBe(found.length > 0);
  });

  it('takes case as one if asked to', () => {
    expect(matchesOf('foo', 'FOO', true)).toEqual(['FOO']);
    expect(matchesOf('foo', 'FOO')).toEqual([]);
  });

  it.each([
    ['a(', 'missing closing )'],
    ['[a', 'missing closing ]'],
    ['*a', 'missing argument'],
    ['(a)\\1', 'refers back'],
    ['(?=a)', 'looks ahead'],
    ['(?<!a)b', 'looks ahead or behind'],
    ['a{1001}', 'invalid repeat count'],
    ['(?:a{500}b{500}){2}', 'repeats too much'],
    ['x'.repeat(1001), 'longer than 1000'],
  ])('refuses %.20s and says why', (pattern, why) => {
    const regex = compileRegex(pattern, { ignoreCase: false });
    expect(isRegexError(regex) && regex.error).toContain(why);
  });

  it('finds within lines what a whole text would take too long for, and says so', () => {
    const regex = compiled('(?:a?){100}a{100}b');
    const text = `${'a\n'.repeat(200_000)}${'a'.repeat(150)}b\n`;
    expect([regex.isThorough(text), regex.isThorough('a')]).toEqual([false, true]);
    const found: number[] = [];
    regex.each(text, (start, end) => found.push(end - start) < 10);
    expect(found).toEqual([151]);
  });
});

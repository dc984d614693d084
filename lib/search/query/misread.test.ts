import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse';
import { simplify } from './simplify';

const notes = (q: string) => simplify(parseQuery(q)).notes;

describe('what may be meant otherwise is told', () => {
  it.each<[string, ...string[]]>([
    ['NOT foo', '“NOT”', '-foo'],
    ['bar NOT "a b"', '“NOT”'],
    ['AND foo', '“AND”'],
    ['foo or bar', '“or”'],
    ['(a OR b) c', 'Parentheses do not group', '“(a”', '“b)”'],
    ['c (foo bar)', '“(foo”', '“bar)”'],
    ['((x OR y) z)', '“((x”'],
    ['author:jane', '“author:jane”', 'no filter author:', 'repo:, file:, lang:'],
    ['-author:jane foo', '“-author:jane”'],
    ['ext:ts foo', '“ext:ts”', 'file:*.ts'],
    ['extension:rs', 'file:*.ts'],
    ['org:acme', 'repo:name/'],
    ['r:acme', 'repo:name'],
    ['symbol:Parser', 'symbol:'],
    ['size:>100', 'size:'],
    ['case:maybe', '“case:maybe”', 'yes or no'],
    ['-case:yes foo', '“-case:yes”'],
    ['mode:fuzzy foo', 'text or meaning'],
    ['foo.*bar', '“foo.*bar”', 'as it stands'],
    ['foo.+bar', '“foo.+bar”'],
    ['foo*', '“foo*”'],
    ['*foo', '“*foo”'],
    ['/regex/', '“/regex/”'],
    ['/re[gx]+/i', '“/re[gx]+/i”'],
    ['^import', '“^import”'],
    ['[a-z]+Error', '“[a-z]+Error”'],
    ['\\bfoo\\b', '“\\bfoo\\b”'],
    ['\\d+ items', '“\\d+”'],
    ['(get|set)Name', '“(get|set)Name”'],
    ['get|set', 'get OR set'],
    ['colou?r', '“colou?r”'],
    ['foo "bar baz', 'A quote was not closed', '“bar baz”'],
    ['foo"bar', '“foo"bar”'],
    ['“foo bar”', '““foo”', 'straight'],
    ['«foo»', 'straight'],
    ["'foo bar'", "“'foo”", 'double quotes'],
    ['`foo bar`', 'double quotes'],
    ['-', '“-”'],
    ['- foo', '“-”'],
    ['--foo', '“--foo”'],
    ['a -(b c)', '“-(b”'],
    ['+foo', '“+foo”'],
    ['a || b', '“||”'],
    ['a && b', '“&&”'],
    ['repo: foo', 'repo: needs a value'],
    ['-lang:', 'lang: needs a value'],
    ['a OR -b', '“a OR -b”'],
    ['a OR lang:go', '“a OR lang:go”'],
    ['foo OR', '“OR”'],
    ['a -a', '“a”'],
    ['lang:go -lang:go', '“lang:go”'],
  ])('%s', (q, ...told) => {
    const said = notes(q).join(' ');
    for (const part of told) expect(said).toContain(part);
  });

  it.each([
    'foo',
    'foo bar',
    'foo AND bar',
    'foo OR bar',
    '-foo bar',
    '"(a OR b)" c',
    '"foo.*bar"',
    '"NOT foo"',
    'foo.bar()',
    'foo(a, b)',
    'a->b',
    'std::vector',
    'https://x.org/a',
    'C:\\temp',
    'TODO:',
    '#include <x>',
    '<stdio.h>',
    'a*b',
    'x[0]',
    '/usr/lib/',
    'src/main',
    "don't",
    'printf("hi")',
    '@Override',
    '$foo',
    'obj?.x',
    'case:yes foo',
    'mode:meaning foo',
    'file:*.ts foo',
    'err != nil',
    '->',
    'foo-bar',
    '100%',
    'not found',
  ])('and %s is not talked about', (q) => {
    expect(notes(q)).toEqual([]);
  });

  it('is few sentences, however odd the query', () => {
    expect(notes(Array.from({ length: 24 }, (_, i) => `x${i}.*y`).join(' ')).length).toBeLessThanOrEqual(6);
    expect(notes(`author:${'😀'.repeat(500)}`).join(' ')).not.toMatch(/\p{Surrogate}/u);
  });
});

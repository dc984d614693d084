import { describe, expect, it } from 'vitest';
import { simplify } from '../plan/simplify';
import { parseQuery } from './parse';

const notes = (q: string) => simplify(parseQuery(q)).notes.map(({ message }) => message);

describe('what may be meant otherwise is told', () => {
  it.each<[string, ...string[]]>([
    ['bar NOT', '“NOT”'],
    ['AND foo', '“AND”'],
    ['foo or bar', '“or”'],
    ['(a OR b', '“(a”', 'not closed'],
    ['c ((foo bar)', '“((foo”'],
    ['author:jane', '“author:jane”', 'no filter author:', 'repo:, org:, file:, lang:'],
    ['-author:jane foo', '“-author:jane”'],
    ['ext:ts foo', '“ext:ts”', 'file:*.ts'],
    ['extension:rs', 'file:*.rs'],
    ['tag:v1', 'branch:v1'],
    ['type:commit fix', 'cannot be searched here'],
    ['repo:has.topic(x)', 'No topics are known'],
    ['synced:soon', 'how long ago'],
    ['count:many x', 'a number or all'],
    ['timeout:60s x', 'longer than 10 s'],
    ['is:mirror', 'public, private, fork, archived'],
    ['/a(/', 'is no pattern', 'missing closing )'],
    ['/(a)\\1/', 'refers back'],
    ['a b OR c', 'OR binds looser', '“a b”'],
    ['size:>100', 'size:'],
    ['case:maybe', '“case:maybe”', 'yes, no or auto'],
    ['-case:yes foo', '“-case:yes”'],
    ['mode:fuzzy foo', 'text or meaning'],
    ['foo.*bar', '“foo.*bar”', 'as it stands'],
    ['foo.+bar', '“foo.+bar”'],
    ['foo*', '“foo*”'],
    ['*foo', '“*foo”'],
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
    ['+foo', '“+foo”'],
    ['a || b', '“||”'],
    ['a && b', '“&&”'],
    ['repo: foo', 'repo: needs a value'],
    ['-lang:', 'lang: needs a value'],
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
    'NOT foo bar',
    '(a OR b) c',
    'a OR -b',
    '/fo+ bar/',
    'sym:Parser',
    'is null not null',
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

describe('a mend', () => {
  it.each([
    ['foo.*bar', '/foo.*bar/'],
    ['x get|set', 'x (get OR set)'],
    ['-foo.*bar x', '-/foo.*bar/ x'],
    ['foo*', '/foo\\w*/'],
    ['/re[gx]+/i', '/(?i)re[gx]+/'],
    ['ext:.ts foo', 'file:*.ts foo'],
    ['author:jane x', 'jane x'],
    ['a || b', 'a OR b'],
    ['a or b', 'a OR b'],
    ['“a”', '"a"'],
    ['a b OR c', 'a (b OR c)'],
    ['type:commit fix', 'fix'],
    ['foo "bar', 'foo "bar"'],
    ['/a(/ b', '"a(" b'],
    ['(foo', 'foo'],
  ])('of %s is %s', (q, mend) => {
    const [note, ...others] = parseQuery(q).notes.filter(({ suggestion }) => suggestion !== undefined);
    expect([note, ...others].map((one) => one?.suggestion)).toContain(mend);
    const [start, end] = [note!.start!, note!.end!];
    expect([start >= 0, start < end, end <= q.length]).toEqual([true, true, true]);
  });
});

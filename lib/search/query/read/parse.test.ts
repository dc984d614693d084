import { describe, expect, it } from 'vitest';
import type { Query } from '../query';
import { MAX_QUERY_LENGTH, MAX_TERMS, parseQuery } from './parse';

const word = (text: string) => ({ kind: 'word', text });
const literal = (text: string) => ({ kind: 'literal', text });
const regex = (text: string) => ({ kind: 'regex', text });
const symbol = (text: string) => ({ kind: 'symbol', text });
const fieldOf = (written: string) => filter(...(written.split(':') as [string, string]));
const filter = (field: string, value: string) => ({ kind: 'filter', field, value });
const not = (part: unknown) => ({ kind: 'not', part });
const parts = (q: string): Query[] => parseQuery(q).root.parts;

describe('parseQuery', () => {
  it.each<[string, unknown[]]>([
    ['', []],
    ['   \t\n ', []],
    ['foo', [word('foo')]],
    ['foo bar', [word('foo'), word('bar')]],
    ['foo_bar1', [word('foo_bar1')]],
    ['größe', [word('größe')]],
    ['検索', [literal('検索')]],
    ['検', [word('検')]],
    ['42', [word('42')]],
    // Code keeps its punctuation.
    ['foo.bar()', [literal('foo.bar()')]],
    ['a->b', [literal('a->b')]],
    ['#include <x>', [literal('#include'), literal('<x>')]],
    ['"#include <x>"', [literal('#include <x>')]],
    ['->', [literal('->')]],
    ['--flag', [literal('--flag')]],
    ['-=', [literal('-=')]],
    ['-', [literal('-')]],
    ['100%', [literal('100%')]],
    ['std::vector', [literal('std::vector')]],
    ['path::join', [literal('path::join')]],
    ['https://x.org/a', [literal('https://x.org/a')]],
    ["don't", [literal("don't")]],
    ['printf("hi")', [literal('printf("hi")')]],
    // Quotes.
    ['"foo bar"', [literal('foo bar')]],
    ['"foo"', [literal('foo')]],
    ['"say \\"hi\\""', [literal('say "hi"')]],
    ['"\\d+"', [literal('\\d+')]],
    ['""', []],
    ['"  "', [literal('  ')]],
    ['"a"b', [literal('a'), word('b')]],
    ['"open end', [literal('open end')]],
    // Minus.
    ['-foo', [not(word('foo'))]],
    ['-"foo bar"', [not(literal('foo bar'))]],
    ['-foo.bar', [not(literal('foo.bar'))]],
    ['-\u064efoo', [not(word('\u064efoo'))]],
    ['-😀', [not(literal('😀'))]],
    ['-file:test', [not(filter('file', 'test'))]],
    ['a -b', [word('a'), not(word('b'))]],
    ['a-b', [literal('a-b')]],
    // Filters.
    ['repo:acme/web', [filter('repo', 'acme/web')]],
    ['REPO:acme', [filter('repo', 'acme')]],
    ['file:"a b.ts"', [filter('file', 'a b.ts')]],
    ['path:*.ts', [filter('file', '*.ts')]],
    ['lang:c++', [filter('lang', 'c++')]],
    ['language:go', [filter('lang', 'go')]],
    ['branch:release/1.x', [filter('branch', 'release/1.x')]],
    ['repo: foo', [word('foo')]],
    // Options, and what only looks like them.
    ['case:yes Foo', [word('Foo')]],
    ['mode:meaning foo', [word('foo')]],
    ['case:foo', [literal('case:foo')]],
    ['case: 1', [literal('case:'), word('1')]],
    ['Mode:x', [literal('Mode:x')]],
    // OR and AND.
    ['a OR b', [{ kind: 'or', parts: [word('a'), word('b')] }]],
    ['a OR b OR c d', [{ kind: 'or', parts: [word('a'), word('b'), { kind: 'and', parts: [word('c'), word('d')] }] }]],
    ['a (b OR c)', [word('a'), { kind: 'or', parts: [word('b'), word('c')] }]],
    ['((a b) OR c)', [{ kind: 'or', parts: [{ kind: 'and', parts: [word('a'), word('b')] }, word('c')] }]],
    ['a file:x OR file:y', [word('a'), { kind: 'or', parts: [filter('file', 'x'), filter('file', 'y')] }]],
    ['repo:a x repo:b', [{ kind: 'or', parts: [filter('repo', 'a'), filter('repo', 'b')] }, word('x')]],
    ['repo:r a OR b', [filter('repo', 'r'), { kind: 'or', parts: [word('a'), word('b')] }]],
    [
      '-lang:go a OR b file:x',
      [not(filter('lang', 'go')), filter('file', 'x'), { kind: 'or', parts: [word('a'), word('b')] }],
    ],
    ['(repo:r a) OR b', [{ kind: 'or', parts: [{ kind: 'and', parts: [filter('repo', 'r'), word('a')] }, word('b')] }]],
    ['a OR lang:go', [{ kind: 'or', parts: [word('a'), filter('lang', 'go')] }]],
    ['NOT a b', [not(word('a')), word('b')]],
    ['-(a b) c', [not({ kind: 'and', parts: [word('a'), word('b')] }), word('c')]],
    ['NOT (a OR b)', [not({ kind: 'or', parts: [word('a'), word('b')] })]],
    ['(foo) OR (bar)', [{ kind: 'or', parts: [word('foo'), word('bar')] }]],
    // Parentheses of code.
    ['(void)', [literal('(void)')]],
    ['foo(a, b)', [literal('foo(a,'), literal('b)')]],
    [
      '(foo(a, b) OR c)',
      [{ kind: 'or', parts: [{ kind: 'and', parts: [literal('foo(a,'), literal('b)')] }, word('c')] }],
    ],
    ['(get|set)Name', [literal('(get|set)Name')]],
    ['((x', [literal('((x')]],
    ['x)', [literal('x)')]],
    ['()', [literal('()')]],
    ['ctx.Done():', [literal('ctx.Done():')]],
    ['a[i] += 1', [literal('a[i]'), literal('+='), word('1')]],
    // Patterns.
    ['/fo+/', [regex('fo+')]],
    ['/a b/ c', [regex('a b'), word('c')]],
    ['-/a\\/b/', [not(regex('a/b'))]],
    ['/usr/lib/x', [literal('/usr/lib/x')]],
    ['a / b / c', [word('a'), literal('/'), word('b'), literal('/'), word('c')]],
    ['// x', [literal('//'), word('x')]],
    ['/a(/', [literal('/a(/')]],
    ['regex:^a$', [regex('^a$')]],
    ['patterntype:regexp ^a b+', [regex('^a'), regex('b+')]],
    ['patterntype:literal a (b OR "c" lang:go d', [literal('a (b OR "c"'), filter('lang', 'go'), literal('d')]],
    // Other names, and filters that are calls.
    ['r:a f:b l:go b:c user:d', ['repo:a', 'file:b', 'lang:go', 'branch:c', 'org:d'].map(fieldOf)],
    ['is:public fork:no', [filter('visibility', 'public'), not(filter('fork', 'only'))]],
    ['-is:private archived:yes', [not(not(filter('visibility', 'public')))]],
    [
      'content:foo c:"a b"',
      [
        { ...literal('foo'), where: 'content' },
        { ...literal('a b'), where: 'content' },
      ],
    ],
    ['sym:Parser symbol:x', [symbol('Parser'), symbol('x')]],
    ['repo:has.path(a b) x', [filter('has.path', 'a b'), word('x')]],
    ['repo:has.file(path:go.mod content:grpc)', [filter('has.file', 'path:go.mod content:grpc')]],
    ['repo:contains.file(content:grpc)', [filter('has.content', 'grpc')]],
    ['-file:has.content(TODO)', [not({ ...literal('TODO'), where: 'file' })]],
    ['file:has.content(a+)', [{ ...regex('a+'), where: 'file' }]],
    ['synced:<1h', [filter('synced', '<1h')]],
    ['c:\\temp', [literal('c:\\temp')]],
    ['a AND b', [word('a'), word('b')]],
    ['OR', [word('OR')]],
    ['OR a', [word('OR'), word('a')]],
    ['a OR', [word('a'), word('OR')]],
    ['a or b', [word('a'), word('or'), word('b')]],
    ['"OR"', [literal('OR')]],
  ])('%j', (q, expected) => {
    expect(parts(q)).toEqual(expected);
  });

  it('reads options wherever they stand', () => {
    expect(parseQuery('foo case:yes mode:meaning').options).toMatchObject({ case: 'yes', mode: 'meaning' });
    expect(parseQuery('case:no mode:text').options).toMatchObject({ case: 'no', mode: 'text' });
    expect(parseQuery('count:5 timeout:2s sort:path').options).toMatchObject({
      count: 5,
      timeoutMs: 2000,
      sort: 'path',
    });
    expect(parseQuery('count:all timeout:99s').options).toMatchObject({ count: 'all', timeoutMs: 10_000 });
    expect(parseQuery('type:path select:repo').options).toMatchObject({ type: 'path', select: 'repo' });
  });

  it.each([
    ['repo:', 'repo: needs a value'],
    ['file:""', 'file: needs a value'],
    ['"open', 'A quote was not closed'],
    [`file:${'x'.repeat(400)}`, 'too long'],
    [`file:${'*a'.repeat(50)}`, 'too many wildcards'],
    ['x'.repeat(10_000), 'very long'],
    ['a '.repeat(100), `first ${MAX_TERMS} parts`],
  ])('tells about %.20s', (q, note) => {
    expect(
      parseQuery(q)
        .notes.map(({ message }) => message)
        .join(' '),
    ).toContain(note);
  });

  it('cuts long queries and keeps what the database can hold', () => {
    const text = JSON.stringify(parseQuery(`a\0b \ud800 ${'ü'.repeat(9000)}`));
    expect(text).not.toContain('\\u0000');
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(text.length).toBeLessThan(MAX_QUERY_LENGTH + 400);
  });

  it('refuses no text', () => {
    const pieces = [
      '"',
      '\\',
      '-',
      ':',
      'repo:',
      'OR ',
      'AND ',
      'a',
      '\0',
      '\ud83d',
      '\udca9',
      '😀',
      '%',
      '_',
      "'",
      '(',
      '*',
      ' ',
      '\n',
      'file:',
      '=',
      '\u202e',
      '検',
    ];
    let seed = 7;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed;
    };
    for (let i = 0; i < 3000; i++) {
      const q = Array.from({ length: random() % 12 }, () => pieces[random() % pieces.length]).join('');
      for (const part of parts(q)) expect(part.kind === 'filter' ? part.value : 'x').not.toBe('');
    }
  });

  it.each([
    ['AND weather', ['weather'], true],
    ['weather AND', ['weather'], true],
    ['wind AND weather', ['wind', 'weather'], false],
    ['weather OR', ['weather', 'OR'], true],
    ['OR weather', ['OR', 'weather'], true],
    ['needle*', ['needle*'], true],
    ['/needle[0-9]+/', ['needle[0-9]+'], false],
    ['a*b', ['a*b'], false],
    ['/usr/lib/', ['/usr/lib/'], false],
    ['"needle*"', ['needle*'], false],
  ])('says what it made of %s', (query, texts, isTold) => {
    const { root, notes } = parseQuery(query);
    expect(root.parts.map((part) => (part as { text: string }).text)).toEqual(texts);
    expect(notes.length > 0).toBe(isTold);
  });
});

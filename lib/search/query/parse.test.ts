import { describe, expect, it } from 'vitest';
import { MAX_QUERY_LENGTH, MAX_TERMS, parseQuery } from './parse';
import type { Query } from './query';

const word = (text: string) => ({ kind: 'word', text });
const literal = (text: string) => ({ kind: 'literal', text });
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
    ['a OR b OR c d', [{ kind: 'or', parts: [word('a'), word('b'), word('c')] }, word('d')]],
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
    expect(parseQuery('foo case:yes mode:meaning')).toMatchObject({ matchCase: true, mode: 'meaning' });
    expect(parseQuery('case:no mode:text')).toMatchObject({ matchCase: false, mode: 'text' });
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
    expect(parseQuery(q).notes.join(' ')).toContain(note);
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
    ['/needle[0-9]+/', ['/needle[0-9]+/'], true],
    ['a*b', ['a*b'], false],
    ['/usr/lib/', ['/usr/lib/'], false],
    ['"needle*"', ['needle*'], false],
  ])('says what it made of %s', (query, texts, isTold) => {
    const { root, notes } = parseQuery(query);
    expect(root.parts.map((part) => (part as { text: string }).text)).toEqual(texts);
    expect(notes.length > 0).toBe(isTold);
  });
});

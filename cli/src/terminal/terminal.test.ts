import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../commands/verify';
import { exitCodeOf } from '../errors';
import { clean, cleanJson, cleanSentence, cleanText } from './clean';
import { wantsColours } from './colour';
import { bytes } from './times';

describe('what came from elsewhere', () => {
  it.each([
    ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
    ['a\nb\tc\r', 'a\\x0ab\\x09c\\x0d'],
    ['\u009b2J', '\\x9b2J'],
    ['user\u202egpj.exe\u2066', 'user\\u{202e}gpj.exe\\u{2066}'],
    ['ä 漢 😀 é', 'ä 漢 😀 é'],
  ])('%j is shown as %s', (text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  it('keeps what a text has, and no more', () => {
    expect(cleanText('a\tb\r\n\u001bc\rd', { keepsLines: true })).toBe('a\tb\n\\x1bc\\x0dd');
    expect(cleanSentence(` two\n lines ${'x'.repeat(5000)}`).length).toBeLessThan(2010);
  });

  it('means the same as JSON', () => {
    const value = { name: 'a\u001b\u009b\u202e\n', list: [1, null] };
    const text = cleanJson(value, 2);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/[\u009b\u202e]/);
  });
});

it('has colours where somebody looks', () => {
  const terminal = Object.assign(new Writable(), { isTTY: true });
  const pipe = new Writable();
  expect([
    wantsColours(terminal, {} as unknown as NodeJS.ProcessEnv),
    wantsColours(terminal, { NO_COLOR: '1' } as unknown as NodeJS.ProcessEnv),
    wantsColours(terminal, { NO_COLOR: '' } as unknown as NodeJS.ProcessEnv),
    wantsColours(terminal, { TERM: 'dumb' } as unknown as NodeJS.ProcessEnv),
    wantsColours(pipe, {} as unknown as NodeJS.ProcessEnv),
    wantsColours(pipe, { FORCE_COLOR: '1', NO_COLOR: '1' } as unknown as NodeJS.ProcessEnv),
    wantsColours(terminal, { FORCE_COLOR: '0' } as unknown as NodeJS.ProcessEnv),
  ]).toEqual([true, false, true, false, false, true, false]);
});

it('ends with a code that means something', () => {
  expect([200, 400, 401, 403, 404, 409, 413, 429, 500].map((status) => exitCodeOf(status))).toEqual([
    1, 2, 4, 4, 3, 5, 1, 1, 1,
  ]);
  const code = (...states: Parameters<typeof exitCodeFor>[0][number]['state'][]) =>
    exitCodeFor(states.map((state) => ({ state })));
  expect([
    code('in_sync'),
    code('in_sync', 'behind', 'unreachable'),
    code('in_sync', 'unreachable'),
    code('unknown', 'never'),
  ]).toEqual([0, 6, 1, 6]);
});

it('says amounts', () => {
  expect([0, 999, 1000, 1_234_567, 5e12, 5e15].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '5.0 TB',
    '5000.0 TB',
  ]);
});

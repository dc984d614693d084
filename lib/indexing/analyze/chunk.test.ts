import { describe, expect, it } from 'vitest';
import { parseSyntax } from '@/lib/indexing/syntax/parse';
import { linesOf } from '@/lib/text/lines';
import { chunk, hashOf } from './chunk';

const ranges = (text: string) => chunk(text, []).map((c) => [c.startLine, c.endLine]);
const block = (lines: number, name = 'line') => Array.from({ length: lines }, (_, i) => `${name} ${i}\n`).join('');

async function syntaxRanges(language: string, text: string) {
  const syntax = await parseSyntax(language, text);
  try {
    return chunk(text, syntax!.roots).map((c) => [c.startLine, c.endLine]);
  } finally {
    syntax?.delete();
  }
}

describe('without syntax', () => {
  it('keeps a small file whole', () => {
    expect(ranges(block(30))).toEqual([[1, 30]]);
    expect(ranges('no line end')).toEqual([[1, 1]]);
  });

  it('has no chunks of nothing', () => {
    expect(ranges('')).toEqual([]);
    expect(ranges('\n\n{}\n')).toEqual([]);
  });

  it('cuts at blank lines, and where there is none at the limit', () => {
    expect(ranges(`${block(40)}\n${block(40)}`)).toEqual([
      [1, 41],
      [42, 81],
    ]);
    expect(ranges(block(100))).toEqual([
      [1, 60],
      [61, 100],
    ]);
  });

  it('bounds the length, one endless line alone excepted', () => {
    const long = `${'x'.repeat(5000)}\n`;
    expect(ranges(long.repeat(3))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(ranges(`a\n${'y'.repeat(50_000)}\nb\n`)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('covers every line with words exactly once, whatever the text', () => {
    for (let seed = 1; seed < 200; seed++) {
      let state = seed;
      const next = (below: number) => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state % below;
      };
      const text = Array.from(
        { length: next(300) },
        () => ['a b\n', '\n', 'x\r\n', 'y'.repeat(next(900))][next(4)]!,
      ).join('');
      const chunks = chunk(text, []);
      const lines = text.split('\n');
      const covered = new Set<number>();
      for (const { startLine, endLine, hash } of chunks) {
        for (let line = startLine; line <= endLine; line++) {
          expect(covered.has(line)).toBe(false);
          covered.add(line);
        }
        expect(endLine - startLine).toBeLessThan(60);
        expect(hash).toBe(hashOf(linesOf(text, [[startLine, endLine]])[0]!));
      }
      for (const [i, line] of lines.entries()) if (/\w/.test(line)) expect(covered.has(i + 1)).toBe(true);
    }
  });
});

describe('with syntax', () => {
  it('cuts between functions, not inside them', async () => {
    const body = `${'\n  work();'.repeat(24)}\n`;
    const text = `function a() {${body}}\nfunction b() {${body}}\nfunction c() {${body}}\n`;
    expect(await syntaxRanges('JavaScript', text)).toEqual([
      [1, 52],
      [53, 78],
    ]);
  });

  it('cuts between the items in a macro', async () => {
    const body = `{${'\n        work();'.repeat(24)}\n    }\n`;
    const text = `cfg_net! {\n    fn a() ${body}    fn b() ${body}    /// about c\n    fn c() ${body}}\n`;
    expect(await syntaxRanges('Rust', text)).toEqual([
      [1, 53],
      [54, 81],
    ]);
  });

  it('keeps a comment with what it is about', async () => {
    const body = `${'\n  work();'.repeat(40)}\n`;
    const text = `function a() {${body}}\n// about b\n// more about b\nfunction b() {${body}}\n`;
    expect(await syntaxRanges('JavaScript', text)).toEqual([
      [1, 42],
      [43, 86],
    ]);
  });

  it('cuts a long class between its methods', async () => {
    const method = (name: string) => `  def ${name}(self):\n${'    work()\n'.repeat(29)}`;
    const text = `class A:\n${method('a')}${method('b')}${method('c')}${method('d')}`;
    expect(await syntaxRanges('Python', text)).toEqual([
      [1, 31],
      [32, 91],
      [92, 121],
    ]);
  });
});

it('cuts at the same lines, whatever else a text has that looks like a line end', async () => {
  const part = (odd: string, i: number) =>
    `/* ${odd} odd */\nfunction f${i}() {\n${`  work(); // ${odd}\n`.repeat(28)}}\n`;
  const text = (odds: string[]) => Array.from({ length: 6 }, (_, i) => part(odds[i % odds.length]!, i)).join('');
  const plain = await syntaxRanges('Go', text(['x']));
  expect(plain.length).toBeGreaterThan(2);
  for (const odd of ['\r', '\r\r', '\u2028', '\f', '\v', '\u0085']) {
    expect(await syntaxRanges('Go', text([odd])), JSON.stringify(odd)).toEqual(plain);
  }
});

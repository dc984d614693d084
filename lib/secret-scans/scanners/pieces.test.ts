import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Piece, piecesOf } from './pieces';

async function cut(...chunks: Buffer[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of piecesOf(chunks)) pieces.push(piece);
  return pieces;
}

describe('pieces of a text', () => {
  it('of a small file are the file', async () => {
    expect(await cut(Buffer.from('a\nb\n'))).toEqual([{ text: Buffer.from('a\nb\n'), firstLine: 1 }]);
    expect(await cut()).toEqual([{ text: Buffer.alloc(0), firstLine: 1 }]);
  });

  it.each([10, 700, 50_000])('overlap, begin with a line and know which, if lines have %s bytes', async (length) => {
    const lines = Array.from({ length: Math.ceil(200_000 / length) }, () => randomBytes(length / 2).toString('hex'));
    const text = Buffer.from(`${lines.join('\n')}\n`);
    const pieces = await cut(text.subarray(0, 9000), text.subarray(9000, 9001), text.subarray(9001));
    let at = 0;
    for (const { text: part, firstLine } of pieces) {
      expect(part.length).toBeLessThanOrEqual(24_000);
      const found = text.indexOf(part, Math.max(0, at - 24_000));
      expect(found).toBeGreaterThanOrEqual(0);
      // Nothing is left out between two of them, and what lies on a cut is whole in the next.
      expect(found).toBeLessThanOrEqual(Math.max(0, at - 7000));
      expect(firstLine).toBe(text.subarray(0, found).toString().split('\n').length);
      at = found + part.length;
    }
    expect(at).toBe(text.length);
  });

  it('are UTF-8, whatever the file is, and however it comes', async () => {
    const text = 'zwölf Boxkämpfer 🥊\n'.repeat(1500);
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    const odd = [wide.subarray(0, 8001), wide.subarray(8001, 8002), wide.subarray(8002, 20_003), wide.subarray(20_003)];
    for (const chunks of [[wide], odd]) {
      const [first, ...more] = await cut(...chunks);
      expect(first?.text.toString('utf8')).toContain('zwölf Boxkämpfer');
      expect(more.at(-1)?.text.toString('utf8').endsWith('Boxkämpfer 🥊\n')).toBe(true);
    }
  });

  it('of a binary file have no lines, and no NUL', async () => {
    const pieces = await cut(Buffer.concat([Buffer.from('\x7fELF\0\0word\0'), randomBytes(60_000)]));
    expect(pieces.every(({ text, firstLine }) => firstLine === null && !text.includes(0))).toBe(true);
    expect(pieces[0]?.text.toString('latin1')).toContain('\nword\n');
    // One that comes later is no line break: lines are counted.
    const [late] = await cut(Buffer.from(`${'x\n'.repeat(5000)}\0end`));
    expect(late).toMatchObject({ firstLine: 1 });
    expect(late?.text.toString().endsWith('x\n end')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { escapePath, unescapePath } from './escape-path';

describe('escapePath', () => {
  it.each([
    [[0x61, 0x2f, 0x62], 'a/b'],
    [[0x61, 0x0a, 0x62], 'a\nb'],
    [[0x61, 0x00, 0x62], 'a\\x00b'],
    [[0xff], '\\xff'],
    [[0xc3, 0xa9], 'é'],
    [[0xc3], '\\xc3'],
    [[0xc0, 0xaf], '\\xc0\\xaf'],
    [[0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    [[0x5c], '\\'],
    [[0x5c, 0x78], '\\x'],
    [[0x5c, 0x78, 0x34, 0x31], '\\x5cx41'],
    [[0x5c, 0x78, 0x34, 0x47], '\\x4G'],
    [[0x5c, 0x5c, 0x78, 0x66, 0x66], '\\\\x5cxff'],
    [[0x5c, 0xff], '\\\\xff'],
  ])('%j is %j', (bytes, text) => {
    expect(escapePath(Buffer.from(bytes))).toBe(text);
    expect([...unescapePath(text)]).toEqual(bytes);
  });

  it.each(['\\x41', '\\x2e\\x2e', 'a\\x2fb', '\\xffA\\x41', '\\xc3\\xa9', '\\x5c', 'x\\x5cy'])(
    '%j, which it never writes, stands for itself',
    (text) => expect(unescapePath(text).toString('utf8')).toBe(text),
  );

  it('gives back the same bytes, whatever they are, and no two spellings are the same', () => {
    const alphabet = [
      0x00, 0x2f, 0x5c, 0x5c, 0x78, 0x78, 0x30, 0x35, 0x63, 0x66, 0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xff,
    ];
    let state = 42;
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    const seen = new Map<string, string>();
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = Buffer.from(Array.from({ length: next(10) }, () => alphabet[next(alphabet.length)] ?? 0));
      const text = escapePath(bytes);
      expect(unescapePath(text).equals(bytes), bytes.toString('hex')).toBe(true);
      expect(text.includes('\0')).toBe(false);
      expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      expect(seen.get(text) ?? bytes.toString('hex')).toBe(bytes.toString('hex'));
      seen.set(text, bytes.toString('hex'));
    }
  });
});

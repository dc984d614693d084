import { expect, it } from 'vitest';
import { countLines, endOfLine, lineStarts, linesOf, shownLines } from './lines';
import { randomFrom } from './testing';

it('counts as git does', () => {
  const counts = {
    '': 0,
    a: 1,
    'a\n': 1,
    'a\nb': 2,
    '\n\n': 2,
    'a\rb': 1,
    '\r\r\n': 1,
    'a\u2028b\u2029c\u0085\v\f': 1,
  };
  for (const [text, count] of Object.entries(counts)) expect(countLines(text), JSON.stringify(text)).toBe(count);
});

it('shows lines without their ends, and any other \\r', () => {
  expect(shownLines('a\r\nb\r\r\n\rc\n\r\nd\r')).toEqual(['a', 'b\r', '\rc', '', 'd\r']);
  expect(shownLines('')).toEqual([]);
  expect(shownLines('\n')).toEqual(['']);
});

it('takes ranges out of a text', () => {
  expect(
    linesOf('a\nb\r\nc\nd', [
      [1, 2],
      [3, 3],
      [4, 9],
      [12, 14],
    ]),
  ).toEqual(['a\nb\r', 'c', 'd', '']);
  expect(linesOf('\n\na', [[1, 1]])).toEqual(['']);
  expect(linesOf('a\n\n', [[1, 2]])).toEqual(['a\n']);
});

it('has one answer for every text, however it is asked', () => {
  const alphabet = ['\r', '\n', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f', 'a', 'ß', '😀', ' '];
  const random = randomFrom(7);
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)]).join('');
    const pieces = text.split('\n');
    if (pieces.at(-1) === '') pieces.pop();
    const count = pieces.length;
    const label = JSON.stringify(text);
    expect(countLines(text), label).toBe(count);
    expect(lineStarts(text), label).toHaveLength(count + 1);
    expect(shownLines(text), label).toHaveLength(count);
    expect(
      pieces.map((_, i) => linesOf(text, [[i + 1, i + 1]])[0]),
      label,
    ).toEqual(pieces);
    expect(
      pieces.map((_, i) => text.slice(lineStarts(text)[i], endOfLine(text, lineStarts(text)[i]!))),
      label,
    ).toEqual(pieces);
    expect(linesOf(text, [[1, count]])[0], label).toBe(pieces.join('\n'));
  }
});

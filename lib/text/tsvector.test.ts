import { expect, it } from 'vitest';
import { toTsvector } from './tsvector';

it('puts a word and its parts at one position', () => {
  expect(toTsvector('return fooBar;')).toBe('return:1 foobar:2 foo:2 bar:2');
});

it('weighs definitions', () => {
  expect(toTsvector('def fooBar(): fooBar', { definitions: new Set([4]) })).toBe(
    "def:1 foobar:2A,3 foo:2B,3 bar:2B,3 '=foobar':2",
  );
});

it('quotes words outside ASCII', () => {
  expect(toTsvector('größe')).toBe("'größe':1");
});

it('keeps a definition among very many uses', () => {
  const text = `${'run '.repeat(200)}run`;
  const positions = toTsvector(text, { definitions: new Set([800]) })
    .split(' ')[0]!
    .split(':')[1]!
    .split(',');
  expect(positions).toHaveLength(4);
  expect(positions.at(-1)).toBe('201A');
});

it('lets all words beyond the last position share it', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `w${i % 19_000}x`).join(' ');
  const last = toTsvector(text).split(' ').slice(-2).join(' ');
  expect(last).toBe('w18999x:16383 18999:16383');
});

it('takes no new words past its budget', () => {
  expect(toTsvector('alpha beta alpha gamma', { maxBytes: 34 })).toBe('alpha:1,3 beta:2');
});

it('is empty for text without words', () => {
  expect(toTsvector('{}();')).toBe('');
});

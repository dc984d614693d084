import { expect, it } from 'vitest';
import { toTsvector } from './tsvector';

it('holds words and their parts, once each', () => {
  expect(toTsvector('return fooBar; return foo;')).toBe('return foobar foo bar');
});

it('weighs definitions, and gives those of short names a lexeme of their own', () => {
  expect(toTsvector('def fooBar(): fooBar', { definitions: new Set([4]) })).toBe(
    "def foobar:1A foo:1B bar:1B '=foobar'",
  );
  expect(toTsvector('def averyveryverylongname', { definitions: new Set([4]) })).toBe('def averyveryverylongname:1A');
});

it('weighs what is used often', () => {
  expect(toTsvector('run run run stop run')).toBe('run:1C stop');
});

it('quotes words outside ASCII', () => {
  expect(toTsvector('größe')).toBe("'größe'");
});

it('takes no new words past its budget', () => {
  expect(toTsvector('alpha beta alpha gamma alpha alpha', { maxBytes: 30 })).toBe('alpha:1C beta');
});

it('is empty for text without words', () => {
  expect(toTsvector('{}();')).toBe('');
});

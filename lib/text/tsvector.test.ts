import { expect, it } from 'vitest';
import { type TsvectorOptions, toTsvector } from './tsvector';

const tsvOf = (text: string, options?: TsvectorOptions) => toTsvector(text, options).tsv;

it('holds words and their parts, once each', () => {
  expect(tsvOf('return fooBar; return foo;')).toBe('return foobar foo bar');
});

it('weighs definitions, and gives those of short names a lexeme of their own', () => {
  expect(tsvOf('def fooBar(): fooBar', { definitions: new Set([4]) })).toBe("def foobar:1A foo:1B bar:1B '=foobar'");
  expect(tsvOf('def averyveryverylongname', { definitions: new Set([4]) })).toBe('def averyveryverylongname:1A');
});

it('weighs what is used often', () => {
  expect(tsvOf('run run run stop run')).toBe('run:1C stop');
});

it('quotes words outside ASCII', () => {
  expect(tsvOf('größe')).toBe("'größe'");
});

it('leaves over what its budget does not hold, and tells what', () => {
  expect(toTsvector('alpha beta alpha gammaRay alpha alpha ray', { maxBytes: 24 })).toEqual({
    tsv: 'alpha:1C beta',
    moreWords: ['gammaray', 'gamma', 'ray'],
  });
  expect(toTsvector('alpha').moreWords).toBeNull();
});

it('has words as they are written beside composed', () => {
  expect(tsvOf('Cafe\u0301 caf\u00e9s')).toBe("'caf\u00e9' 'cafe\u0301' 'caf\u00e9s'");
});

it('lowers a sigma alike wherever it stands', () => {
  expect(tsvOf('ΟΔΟΣ οδος')).toBe("'οδοσ'");
});

it('is empty for text without words', () => {
  expect(tsvOf('{}();')).toBe('');
});

import { expect, it } from 'vitest';
import { ASCII_ALONE, hasTrigrams } from './trigrams';

it.each([
  ['foo', true],
  ['ab', false],
  ['(ab', true],
  ['a->b', false],
  ['->', false],
  ['_ab', false],
  ['größ', false],
  ['検索する', false],
  ['索ab', false],
])('has letters enough in %s: %s', (literal, expected) => {
  expect(hasTrigrams(literal, ASCII_ALONE)).toBe(expected);
});

it('counts what the database takes for letters', () => {
  expect(hasTrigrams('größ', new Set('öß'))).toBe(true);
  expect(hasTrigrams('(検索', new Set('検索'))).toBe(true);
  expect(hasTrigrams('検索', new Set('検索'))).toBe(false);
  expect(hasTrigrams('検 索', new Set('検索'))).toBe(false);
});

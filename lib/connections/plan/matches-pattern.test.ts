import { expect, it } from 'vitest';
import { matchesPattern } from './matches-pattern';

it.each([
  ['rivers', 'rivers', true],
  ['rivers', 'Rivers', true],
  ['rivers', 'rivers-old', false],
  ['river*', 'rivers-old', true],
  ['*-old', 'rivers-old', true],
  ['*-old', 'rivers-older', false],
  ['r?vers', 'rovers', true],
  ['r?vers', 'rvers', false],
  ['*', '', true],
  ['water/*', 'water/rivers/deep', true],
  ['w*r*s', 'water/rivers', true],
  ['a.c', 'abc', false],
  ['(a+)+$', 'aaaa', false],
  ['', 'a', false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

it('takes no time to speak of for a pattern that is made to take long', () => {
  expect(matchesPattern('*a'.repeat(100), 'a'.repeat(5000).concat('b'))).toBe(false);
});

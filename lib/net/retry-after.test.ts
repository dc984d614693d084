import { expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after';

const at = (ms: number) => new Date(ms).toUTCString();

it.each([
  ['a number', '120', 120],
  ['a number with space around it', ' 7 ', 7],
  ['nothing', undefined, null],
  ['no time', '0', null],
  ['a negative number', '-5', null],
  ['noise', 'soon', null],
  ['years', '999999999', 86_400],
])('%s', (_what, header, seconds) => {
  expect(retryAfterSeconds(header, undefined)).toBe(seconds);
});

it('a moment is counted from the clock of the host, however wrong that is', () => {
  const theirs = Date.parse('2001-02-03T04:05:06Z');
  expect(retryAfterSeconds(at(theirs + 90_000), at(theirs))).toBe(90);
  expect(retryAfterSeconds(at(theirs - 90_000), at(theirs))).toBeNull();
});

it('without it, from ours', () => {
  const seconds = retryAfterSeconds(at(Date.now() + 60_000), undefined) ?? 0;
  expect(seconds).toBeGreaterThan(50);
  expect(seconds).toBeLessThanOrEqual(60);
});

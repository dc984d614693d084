import { expect, test } from 'vitest';
import { defaultBackoff, parseDuration, parseRetryAfter, parseWait } from './duration';

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['2w', 1_209_600_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '10', 's', '1y', '1h later', '-1s'])('"%s" is no time string', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('a wait is a time string or an instant, and never negative', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  expect(parseWait('10s', now)).toBe(10_000);
  expect(parseWait('2030-01-01T00:00:05.000Z', now)).toBe(5000);
  expect(parseWait('2029-01-01T00:00:00.000Z', now)).toBe(0);
  expect(parseWait('soon', now)).toBeNull();
  expect(parseWait('', now)).toBeNull();
});

test('Retry-After is seconds or an instant', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  expect(parseRetryAfter('60', now)).toBe(60_000);
  expect(parseRetryAfter('0', now)).toBe(0);
  expect(parseRetryAfter('2030-01-01T00:01:00Z', now)).toBe(60_000);
  expect(parseRetryAfter(null, now)).toBeNull();
  expect(parseRetryAfter('later', now)).toBeNull();
});

test('the default backoff grows to two hours', () => {
  expect([0, 1, 2, 9, 50].map(defaultBackoff)).toEqual([15_000, 30_000, 60_000, 7_200_000, 7_200_000]);
});

import { expect, it } from 'vitest';
import { howLong } from './how-long';

const after = (seconds: number) =>
  howLong('2026-01-01T00:00:00.000Z', new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString());

it.each([
  [0, 'less than a minute'],
  [59, 'less than a minute'],
  [60, '1 minute'],
  [3599, '59 minutes'],
  [3600, '1 hour'],
  [3660, '1 hour and 1 minute'],
  [86_399, '23 hours and 59 minutes'],
  [86_400 + 3599, '1 day'],
  [3 * 86_400 + 2 * 3600, '3 days and 2 hours'],
  [2000 * 86_400, '2,000 days'],
])('%i seconds are %s', (seconds, words) => {
  expect(after(seconds)).toBe(words);
});

it('is nothing where a time is missing, or the clock was set back', () => {
  expect(howLong(null, '2026-01-01T00:00:00.000Z')).toBeNull();
  expect(howLong('2026-01-01T00:00:00.000Z', null)).toBeNull();
  expect(after(-1)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatExact, formatPlural, formatRelative } from './_format';

describe('formatRelative', () => {
  const now = new Date('2026-01-31T12:00:00Z');
  const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
  it.each([
    [0, 'just now'],
    [-2, 'just now'],
    [42, '42 seconds ago'],
    [60, '1 minute ago'],
    [3599, '59 minutes ago'],
    [7200, '2 hours ago'],
    [86_400, '1 day ago'],
    [86_400 * 45, '1 month ago'],
    [86_400 * 800, '2 years ago'],
    [-180, 'in 3 minutes'],
  ])('%d seconds → %s', (seconds, text) => expect(ago(seconds)).toBe(text));
});

describe('amounts', () => {
  it('writes sizes in powers of a thousand', () => {
    expect([0, 999, 1000, 139_500_000, 999_960, 2_340_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '140 MB',
      '1 MB',
      '2.3 GB',
    ]);
  });
  it('writes durations with the unit that fits', () => {
    expect([0.4, 84, 1234, 59_950, 125_000, 3_900_000].map(formatDuration)).toEqual([
      '0 ms',
      '84 ms',
      '1.2 s',
      '60 s',
      '2 min 5 s',
      '1 h 5 min',
    ]);
  });
  it('counts in words', () => {
    expect(formatPlural(1, 'file')).toBe('1 file');
    expect(formatPlural(24_891, 'file')).toBe('24,891 files');
    expect(formatPlural(2, 'match', 'matches')).toBe('2 matches');
  });
  it('is exact in UTC', () => {
    expect(formatExact(new Date('2026-01-31T09:05:07.891Z'))).toBe('2026-01-31 09:05:07 UTC');
  });
});

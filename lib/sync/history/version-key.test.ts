import { expect, it } from 'vitest';
import { versionKey } from './version-key';

it('sorts as versions do, whatever stands around the numbers', () => {
  const names = [
    'a',
    'release/2',
    'release/10',
    'v1',
    'v1.0',
    'v1.0-rc1',
    'v1.0.1',
    'v1.9',
    'v1.09.1',
    'v1.10',
    'v2',
    'v20240101',
  ];
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(versionKey(a)), Buffer.from(versionKey(b)));
  expect([...names].reverse().sort(byBytes)).toEqual(names);
});

it('is bounded for names that are not', () => {
  expect(versionKey('1'.repeat(3000)).length).toBeLessThanOrEqual(500);
});

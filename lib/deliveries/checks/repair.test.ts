import { expect, it } from 'vitest';
import { type History, mayRepair, repairWait } from './repair';

it('waits longer after each repair, for six hours at most', () => {
  expect([0, 1, 2, 3, 4, 8, 50].map(repairWait)).toEqual([0, 300, 600, 1200, 2400, 21_600, 21_600]);
});

it.each<[string, Partial<History>, boolean]>([
  ['the first', {}, true],
  ['one too soon', { repairs: 2, secondsSinceLast: 599 }, false],
  ['one in time', { repairs: 2, secondsSinceLast: 600 }, true],
  ['one after a clock that was ahead', { repairs: 2, secondsSinceLast: -4000 }, true],
  ['what secrets stopped', { isBlocked: true }, false],
  ['while a run is under way', { isBusy: true }, false],
])('may begin or not: %s', (_, over, isAllowed) => {
  expect(mayRepair({ repairs: 0, secondsSinceLast: null, isBlocked: false, isBusy: false, ...over })).toBe(isAllowed);
});

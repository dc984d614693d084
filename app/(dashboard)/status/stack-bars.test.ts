import { expect, it } from 'vitest';
import { stackBars } from './stack-bars';

const KEYS = ['good', 'bad'] as const;

it('stacks from the bottom up, within the room there is', () => {
  const { bars, ticks } = stackBars(
    [
      { good: 3, bad: 1 },
      { good: 0, bad: 0 },
      { good: 0, bad: 2 },
    ],
    KEYS,
    112,
  );
  expect(bars).toHaveLength(3);
  expect(bars[0]?.parts).toEqual([
    { key: 'good', y: 37, height: 75 },
    { key: 'bad', y: 12, height: 25 },
  ]);
  expect(bars[1]?.parts).toEqual([]);
  expect(bars[2]?.parts).toEqual([{ key: 'bad', y: 62, height: 50 }]);
  expect(bars[0]?.x).toBe(8);
  expect((bars[2]?.x ?? 0) + (bars[2]?.width ?? 0)).toBeCloseTo(100);
  for (const tick of ticks) expect(Number.isInteger(tick.value)).toBe(true);
});

it('shows one failure beside a thousand that went well', () => {
  const { bars } = stackBars([{ good: 1000, bad: 1 }], KEYS, 112);
  expect(bars[0]?.parts[1]).toMatchObject({ key: 'bad', height: 2 });
});

it('has a line at a whole number where there is little or nothing', () => {
  expect(stackBars([{ good: 1, bad: 0 }], KEYS, 112).ticks).toEqual([{ value: 1, y: 12 }]);
  const empty = stackBars([{ good: 0, bad: 0 }], KEYS, 112);
  expect(empty.bars[0]?.parts).toEqual([]);
  expect(stackBars([], KEYS, 112).bars).toEqual([]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inBatches, oncePer } from './in-batches';

it('does together what came while work was under way, and each alone otherwise', async () => {
  const batches: number[][] = [];
  const double = inBatches(async (items: number[]) => {
    batches.push(items);
    await sleep(5);
    return items.map((n) => 2 * n);
  });
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(batches).toEqual([[1], [2, 3], [4]]);
});

it('goes on after a batch that failed', async () => {
  const work = inBatches(async (items: number[]) => {
    await sleep(1);
    if (items.includes(2)) throw new Error('two');
    return items;
  });
  const results = await Promise.allSettled([1, 2, 3].map(work));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await work(4)).toBe(4);
});

it('keeps batches of different databases apart', () => {
  const make = oncePer((key: { n: number }) => ({ key }));
  const [a, b] = [{ n: 1 }, { n: 1 }];
  expect(make(a)).toBe(make(a));
  expect(make(a)).not.toBe(make(b));
});

import { expect, it } from 'vitest';
import { unhurried } from './unhurried';

const patience = { firstWaitMs: 60_000, waitMs: 1, patienceMs: 60_000 };

it('waits for the first answer, then gives the last one while the next is open', async () => {
  const ask = unhurried<number>(patience);
  expect(await ask(async () => 1)).toEqual({ value: 1, wasAnswered: true, isStuck: false });
  let answer: (value: number) => void = () => {};
  const open = new Promise<number>((resolve) => {
    answer = resolve;
  });
  expect((await ask(() => open)).value).toBe(1);
  // The question is open still: another one is not asked.
  expect((await ask(() => Promise.reject(new Error('asked twice')))).value).toBe(1);
  answer(2);
  await open;
  expect((await ask(async () => 3)).value).toBeGreaterThanOrEqual(2);
});

it('says that a question failed, and keeps the answer from before', async () => {
  const ask = unhurried<number>({ ...patience, waitMs: 60_000 });
  expect(await ask(() => Promise.reject(new Error('away')))).toEqual({
    value: null,
    wasAnswered: false,
    isStuck: false,
  });
  expect((await ask(async () => 1)).wasAnswered).toBe(true);
  expect(await ask(() => Promise.reject(new Error('away')))).toMatchObject({ value: 1, wasAnswered: false });
});

it('calls a question stuck that is open for too long', async () => {
  const ask = unhurried<number>({ firstWaitMs: 1, waitMs: 1, patienceMs: 0 });
  expect(await ask(() => new Promise(() => {}))).toEqual({ value: null, wasAnswered: null, isStuck: true });
});

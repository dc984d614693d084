// Patterns that are slow to match: others are answered meanwhile, and the search ends with its time or its caller.
import { setImmediate as tick } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { randomFrom } from '@/lib/text/testing';
import { closeMatchers } from './regex/match';
import { search } from './search';
import { streamMatches } from './stream/stream-matches';
import { addTestRepo, contextOf } from './testing';

const TIMEOUT_MS = 120_000;
/** Seconds of matching for each mebibyte. */
const HEAVY = '/(?s)[a-d].{60,120}[XY]/';
const random = randomFrom(5);
/** It begins with what the pattern requires at its end, so that only the pattern itself tells that it has no match. */
const text = `X${Array.from({ length: 2 ** 20 }, () => (random(60) === 0 ? '\n' : 'abcdefgh '[random(9)])).join('')}`;
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await addTestRepo(database.db, 'acme/heavy', { 'small.txt': `a${'b'.repeat(100)}X`, 'big.txt': text });
}, TIMEOUT_MS);
afterAll(async () => {
  await closeMatchers();
  await database.close();
});

/** How often the event loop came round until `work` had ended. */
async function ticksUntil(work: Promise<unknown>): Promise<number> {
  let ticks = 0;
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await tick();
    ticks++;
  }
  return ticks;
}

it('ends with its time, says so, and holds nobody up', { timeout: TIMEOUT_MS }, async () => {
  const pending = search(contextOf(database.db), { q: `${HEAVY} timeout:1s` });
  expect(await ticksUntil(pending)).toBeGreaterThan(50);
  const { notice, exact } = await pending;
  expect(exact).toBe(false);
  expect(notice).toContain('Only a part of the files was looked at');
});

it('ends a stream in the same way', { timeout: TIMEOUT_MS }, async () => {
  const events = [];
  for await (const event of streamMatches(contextOf(database.db), { q: `${HEAVY} timeout:1s` })) events.push(event);
  expect(events.at(-1)).toMatchObject({ kind: 'end', exact: false, reason: expect.stringContaining('time') });
});

it('ends when nobody waits for it any more', { timeout: TIMEOUT_MS }, async () => {
  const gone = new AbortController();
  const pending = search(contextOf(database.db), { q: `${HEAVY} timeout:10s` }, { signal: gone.signal });
  for (let i = 0; i < 20; i++) await tick();
  gone.abort(new Error('gone'));
  await expect(pending).rejects.toThrow('gone');
});

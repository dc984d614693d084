// The limit of time that each query of a search has, within attempts and after them.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { attempt, onSnapshot, type SearchTransaction } from './snapshot';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

async function limitOf(tx: SearchTransaction): Promise<string> {
  const [row] = await tx.execute<{ limit: string }>(sql`select current_setting('statement_timeout') as limit`);
  return row?.limit ?? '';
}

const takeLong = (tx: SearchTransaction) => tx.execute(sql`select count(*) from generate_series(1, 1000000000)`);

it('gives an attempt a limit of its own, and what comes after it the limit from before', async () => {
  const limits = await onSnapshot(test.db, async (tx) => {
    const seen = [await limitOf(tx)];
    await attempt(tx, 2000, async (inner) => {
      seen.push(await limitOf(inner));
      await attempt(inner, 300, async (innermost) => seen.push(await limitOf(innermost)));
      seen.push(await limitOf(inner));
    });
    return [...seen, await limitOf(tx)];
  });
  expect(limits).toEqual(['5s', '2s', '300ms', '2s', '5s']);
});

it('goes on after an attempt that took too long, with the limit from before', async () => {
  const seen = await onSnapshot(test.db, async (tx) => [await attempt(tx, 100, takeLong), await limitOf(tx)]);
  expect(seen).toEqual([null, '5s']);
});

// Lets one change of accounts happen at a time: "the first account" and "the last administrator" are about all rows.
import { sql } from 'drizzle-orm';
import { LOCKS } from '@/db/advisory-locks';
import type { Db } from '@/db/client';

export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** Runs `change` in a transaction in which no other such change runs. */
export async function withPeopleLocked<T>(db: Db, change: (tx: Transaction) => Promise<T>): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.people})`);
    return await change(tx);
  });
}

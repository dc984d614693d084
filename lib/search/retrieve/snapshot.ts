// Runs a search's queries on one snapshot, within limits of time, with the planner's settings that searching needs.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { isStatementTimeout } from '@/db/errors';
import { AppError } from '@/lib/errors';

export type SearchTransaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/**
 * Calls `read` in a read-only transaction, each of whose queries may take `statementMs`. All its queries see the same published tree, so a file whose old content is
 * dropped between two of them is still whole. Throws `limit` if a query took too long.
 *
 * The planner does not know what it costs to unpack contents: without `enable_seqscan = off` it prefers reading all of
 * them to using an index, and that setting's penalty would set off just-in-time compilation.
 */
export async function onSnapshot<T>(
  db: Db,
  read: (tx: SearchTransaction) => Promise<T>,
  { statementMs = 5000 }: { statementMs?: number } = {},
): Promise<T> {
  try {
    return await db.transaction(
      async (tx) => {
        await tx.execute(sql`select
          set_config('statement_timeout', ${String(statementMs)}, true),
          set_config('enable_seqscan', 'off', true),
          set_config('jit', 'off', true)`);
        return read(tx);
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    throw new AppError(
      'limit',
      'This search took too long and was stopped. Add a word, or narrow it with repo: or file:.',
      {
        cause: error,
      },
    );
  }
}

/** Calls `read` with a limit of its own for each query; null if one took longer, and the snapshot goes on. */
export async function attempt<T>(
  tx: SearchTransaction,
  limitMs: number,
  read: (tx: SearchTransaction) => Promise<T>,
): Promise<T | null> {
  try {
    return await withTimeout(tx, limitMs, read);
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
}

/** Calls `read` with a limit of its own for each query. After a query that took longer, which throws, the snapshot goes on. */
export async function withTimeout<T>(
  tx: SearchTransaction,
  limitMs: number,
  read: (tx: SearchTransaction) => Promise<T>,
): Promise<T> {
  return await tx.transaction(async (inner) => {
    const [row] = await inner.execute<{ before: string }>(sql`
      select current_setting('statement_timeout') as before,
        set_config('statement_timeout', ${String(limitMs)}, true)`);
    const found = await read(inner);
    // What is set within a savepoint outlives it, unless it is rolled back.
    await inner.execute(sql`select set_config('statement_timeout', ${row?.before}::text, true)`);
    return found;
  });
}

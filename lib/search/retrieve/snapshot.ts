// Runs a search's queries on one snapshot, within limits of time, with the planner's settings that searching needs.
import { sql } from 'drizzle-orm';
import { type Db, isEmbedded } from '@/db/client';
import { isStatementTimeout } from '@/db/errors';
import { AppError } from '@/lib/errors';
import { prepareStatements } from './prepare';

export type SearchTransaction = Parameters<Parameters<Db['transaction']>[0]>[0];

const STATEMENT_TIMEOUT_MS = 5000;

/**
 * Calls `read` in a read-only transaction. All its queries see the same published tree, so a file whose old content is
 * dropped between two of them is still whole. Throws `limit` if a query took too long.
 *
 * The planner does not know what it costs to unpack contents: without `enable_seqscan = off` it prefers reading all of
 * them to using an index, and that setting's penalty would set off just-in-time compilation. Starting workers takes
 * longer than a search, and takes processors from the searches beside it. A plan that was made for other words would be
 * made without knowing how common these are.
 */
export async function onSnapshot<T>(db: Db, read: (tx: SearchTransaction) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(
      async (tx) => {
        if (!isEmbedded()) prepareStatements(tx);
        await tx.execute(sql`select
          set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
          set_config('enable_seqscan', 'off', true),
          set_config('jit', 'off', true),
          set_config('max_parallel_workers_per_gather', '0', true),
          set_config('plan_cache_mode', 'force_custom_plan', true)`);
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
    return await tx.transaction(async (inner) => {
      if (!isEmbedded()) prepareStatements(inner);
      const [row] = await inner.execute<{ before: string }>(sql`
        select current_setting('statement_timeout') as before,
          set_config('statement_timeout', ${String(limitMs)}, true)`);
      const found = await read(inner);
      // What is set within a savepoint outlives it, unless it is rolled back.
      await inner.execute(sql`select set_config('statement_timeout', ${row?.before}::text, true)`);
      return found;
    });
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
}

// Runs a search's queries on one snapshot, within limits of time, with the planner's settings that searching needs.
import { type SQL, sql } from 'drizzle-orm';
import { type Db, isEmbedded } from '@/db/client';
import { isStatementTimeout } from '@/db/errors';
import { AppError } from '@/lib/errors';
import { keepTextsOf } from './kept-texts';
import { prepareStatements } from './prepare';

export type SearchTransaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/**
 * Calls `read` in a read-only transaction, each of whose queries may take `statementMs`. All its queries see the same published tree, so a file whose old content is
 * dropped between two of them is still whole. Throws `limit` if a query took too long.
 *
 * The planner does not know what it costs to unpack contents: without `enable_seqscan = off` it prefers reading all of
 * them to using an index, and that setting's penalty would set off just-in-time compilation. Starting workers takes
 * longer than a search, and takes processors from the searches beside it. Each file is looked up once, so remembering
 * it costs and never pays. Thousands of candidates pass through memory, not through files of the database. A plan that was made for other words would be
 * made without knowing how common these are.
 */
export async function onSnapshot<T>(
  db: Db,
  read: (tx: SearchTransaction) => Promise<T>,
  { statementMs = 5000 }: { statementMs?: number } = {},
): Promise<T> {
  try {
    return await db.transaction((tx) => {
      if (!isEmbedded()) prepareStatements(tx);
      keepTextsOf(tx, db);
      const begin = [
        sql`set transaction isolation level repeatable read read only`,
        sql`select
          set_config('statement_timeout', ${String(statementMs)}, true),
          set_config('enable_seqscan', 'off', true),
          set_config('jit', 'off', true),
          set_config('enable_memoize', 'off', true),
          set_config('work_mem', '32MB', true),
          set_config('max_parallel_workers_per_gather', '0', true),
          set_config('plan_cache_mode', 'force_custom_plan', true)`,
      ];
      return after(tx, begin, read);
    });
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
  let found: { value: T } | undefined;
  try {
    return await tx.transaction(async (inner) => {
      if (!isEmbedded()) prepareStatements(inner);
      keepTextsOf(inner, tx);
      const limit = sql`select set_config('statement_timeout', ${String(limitMs)}, true)`;
      found = { value: await after(inner, [limit], read) };
      // What is set within a savepoint outlives it, unless it is rolled back; nothing that was read is lost by that.
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack) || !found) throw error;
    return found.value;
  }
}

class RolledBack extends Error {}

/**
 * Calls `read` once `statements` are on their way: a native server gets them together with the first of its queries, which
 * saves waiting for each. The embedded database answers one after the other.
 */
async function after<T>(
  tx: SearchTransaction,
  statements: SQL[],
  read: (tx: SearchTransaction) => Promise<T>,
): Promise<T> {
  // Only what is waited for is sent.
  const sent = statements.map((statement) => tx.execute(statement).then(() => {}));
  const all = Promise.all(sent);
  all.catch(() => {});
  if (isEmbedded()) await all;
  try {
    return await read(tx);
  } finally {
    // If one of them failed, everything after it did, too, and this one says why.
    await all;
  }
}

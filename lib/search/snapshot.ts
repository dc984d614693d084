// Runs a search's queries on one snapshot, with the planner's settings that searching needs.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

export type SearchTransaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** A native server gives up on a query after this long; the embedded one cannot, so candidates are few everywhere. */
const STATEMENT_TIMEOUT_MS = 5000;

/**
 * Calls `read` in a read-only transaction. All its queries see the same published tree, so a file whose old content is
 * dropped between two of them is still whole.
 *
 * The planner knows nothing of what it costs to unpack contents: without `enable_seqscan = off` it prefers reading all
 * of them to using an index, and that setting's penalty would set off just-in-time compilation.
 */
export async function onSnapshot<T>(db: Db, read: (tx: SearchTransaction) => Promise<T>): Promise<T> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`select
        set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
        set_config('enable_seqscan', 'off', true),
        set_config('jit', 'off', true)`);
      return read(tx);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

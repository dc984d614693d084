// Keeps the database quick: statistics after a large index, and on the embedded one what autovacuum would do.
import { checkpointAndVacuum, type LargeTable } from '@/db/maintenance';
import type { Context } from '@/lib/context';

/** Less than this was no large index: statistics hold. */
const LARGE_BYTES = 8 * 1024 * 1024;
const TABLES: LargeTable[] = ['blobs', 'files', 'chunks', 'embeddings', 'commits', 'plan_entries'];

/** Call it when a run has written `bytes` of source; does nothing after a small one. */
export async function maintainAfterRun(ctx: Context, bytes: number): Promise<void> {
  if (bytes < LARGE_BYTES) return;
  await checkpointAndVacuum(ctx.db, TABLES);
}

/** Vacuums the tables of which a tenth is dead rows and writes the log out; a native server does so itself. */
export async function maintainIdleDatabase(ctx: Context): Promise<LargeTable[]> {
  if (ctx.env.databaseUrl) return [];
  const rows = await ctx.db.$client<{ relname: LargeTable }[]>`
    select relname from pg_stat_user_tables
    where relname = any(${TABLES}) and n_dead_tup > 500 and n_dead_tup * 10 > n_live_tup`;
  const tables = rows.map((row) => row.relname);
  await checkpointAndVacuum(ctx.db, tables);
  return tables;
}

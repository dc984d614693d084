// Keeps the database quick and small: statistics after a large index, and on the embedded one what autovacuum would do.
import { checkpointAndVacuum, type LargeTable, vacuumGrown } from '@/db/maintenance';
import type { Context } from '@/lib/context';

/** Less than this was no large index: statistics hold. */
const LARGE_BYTES = 8 * 1024 * 1024;
const TABLES: LargeTable[] = ['blobs', 'blob_symbols', 'files', 'chunks', 'embeddings', 'commits', 'plan_entries'];

/** Call it when a run has written `bytes` of source; does nothing after a small one. */
export async function maintainAfterRun(ctx: Context, bytes: number): Promise<void> {
  if (bytes < LARGE_BYTES) return;
  await checkpointAndVacuum(ctx.db, TABLES);
}

/** Vacuums the tables that grew and writes the log out; a native server does so itself. Returns the tables' names. */
export async function maintainIdleDatabase(ctx: Pick<Context, 'db' | 'env'>): Promise<string[]> {
  return ctx.env.databaseUrl ? [] : await vacuumGrown(ctx.db);
}

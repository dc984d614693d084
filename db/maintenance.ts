// What a database wants after much has changed: fresh statistics, merged index lists, a short log.
import { sql } from 'drizzle-orm';
import { type Db, isEmbedded } from './client';

export type LargeTable = 'blobs' | 'files' | 'chunks' | 'embeddings' | 'commits' | 'plan_entries';

/**
 * Call it after a large index. The embedded database has no autovacuum and no checkpointer, so there the tables are
 * vacuumed and the log is written out; a native server needs statistics at once and does the rest itself.
 */
export async function checkpointAndVacuum(db: Db, tables: LargeTable[] = []): Promise<void> {
  const names = sql.join(
    tables.map((table) => sql.identifier(table)),
    sql`, `,
  );
  if (!isEmbedded()) {
    // Not waiting for a table's lock: whoever builds an index holds it, and waits for every transaction there is.
    if (tables.length > 0) await db.execute(sql`analyze (skip_locked) ${names}`);
    return;
  }
  // A table at a time: searches find their turn in between.
  for (const table of tables) await db.execute(sql`vacuum (analyze) ${sql.identifier(table)}`);
  await db.execute(sql`checkpoint`);
}

// What a database needs after much has changed: fresh statistics, merged index lists, space to use again, a short log.
import { sql } from 'drizzle-orm';
import { type Db, isEmbedded } from './client';

export type LargeTable = 'blobs' | 'blob_symbols' | 'files' | 'chunks' | 'embeddings' | 'commits' | 'plan_entries';

/** Pages that a table may grow by before it is vacuumed: this many, and a part of what it had. */
const GROWN_PAGES = 32;
const GROWN_PART = 0.1;
/** Transactions after which a table's rows are frozen, long before Postgres runs out of numbers for them. */
const FREEZE_AGE = 200_000_000;

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
    // Does not wait for a table's lock: a process that builds an index holds it, and waits for every open transaction.
    if (tables.length > 0) await db.execute(sql`analyze (skip_locked) ${names}`);
    return;
  }
  // A table at a time: searches find their turn in between.
  for (const table of tables) await db.execute(sql`vacuum (analyze) ${sql.identifier(table)}`);
  await db.execute(sql`checkpoint`);
}

/**
 * Vacuums the tables that grew since they were vacuumed last, the system's own among them, and returns their names.
 * For the embedded database, which counts no dead rows: what is dead takes room until new rows find it free, so a table
 * that does not grow has enough, and one that does is looked at before much is lost.
 */
export async function vacuumGrown(db: Db): Promise<string[]> {
  const grown = (relation: 'c' | 't') =>
    sql.raw(`pg_relation_size(${relation}.oid) / current_setting('block_size')::int
      > ${relation}.relpages * ${1 + GROWN_PART} + ${GROWN_PAGES}`);
  // The log of migrations and the like lie in schemas of their own.
  const tables = await db.execute<{ schema: string; name: string }>(sql`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_class t on t.oid = c.reltoastrelid
    where c.relkind in ('r', 'm') and c.relpersistence = 'p'
      and (${grown('c')} or coalesce(${grown('t')}, false) or age(c.relfrozenxid) > ${FREEZE_AGE})
    order by c.relname`);
  for (const { schema, name } of tables) {
    await db.execute(sql`vacuum (analyze) ${sql.identifier(schema)}.${sql.identifier(name)}`);
  }
  await db.execute(sql`checkpoint`);
  return tables.map(({ name }) => name);
}

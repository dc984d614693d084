// Which tables are in a backup, and how the database itself describes them: whatever a migration adds is in it.
import type { Sql, TransactionSql } from 'postgres';

/**
 * What is worth nothing elsewhere: the engine's work under way and what runs had planned (the sweep begins both anew), which
 * files need not be scanned for secrets again, and failed sign-ins of the last minutes.
 */
const LEFT_OUT = [
  'engine_events',
  'engine_runs',
  'engine_steps',
  'plan_entries',
  'plan_refs',
  'secret_scan_caches',
  'sign_in_attempts',
];

export interface Table {
  name: string;
  columns: string[];
}

/** All tables of ours with their columns, in the order of their names. */
export async function listTables(sql: Sql | TransactionSql): Promise<Table[]> {
  return await sql<Table[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all(${LEFT_OUT})
    group by c.relname order by c.relname`;
}

/** The name of the newest migration that was applied; null before the first. */
export async function newestMigration(
  sql: Sql | TransactionSql,
  known: readonly { tag: string; when: number }[],
): Promise<string | null> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!found?.there) return null;
  const [newest] = await sql<{ at: string | null }[]>`
    select max(created_at)::text as at from drizzle.__drizzle_migrations`;
  return known.find(({ when }) => String(when) === newest?.at)?.tag ?? null;
}

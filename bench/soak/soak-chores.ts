// Does Freshet's own chores once, over a data folder that no process uses, and prints what each table takes then as JSON:
//   FRESHET_DATA_DIR=… [DATABASE_URL=…] npx tsx bench/soak/soak-chores.ts
import type { Sql } from 'postgres';
import { closeDatabase, openDatabase } from '@/db/client';
import { chores } from '@/inngest/functions/maintain';
import { prune } from '@/inngest/runner/prune';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { log } from '@/lib/log';

export interface Table {
  rows: number;
  /** With its indexes and what lies beside it. */
  bytes: number;
}

const db = await openDatabase(env());
const ctx: Context = { actor: { kind: 'system' }, db, env: env(), log, send: async () => {} };
for (const chore of Object.values(chores)) await chore(ctx);
await prune(db.$client, { known: [] });
console.log(JSON.stringify(await tablesOf(db.$client)));
await closeDatabase();

async function tablesOf(sql: Sql): Promise<Record<string, Table>> {
  const names = await sql<{ name: string; bytes: number }[]>`
    select relname as name, pg_total_relation_size(c.oid)::float8 as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname = 'public'`;
  const tables: Record<string, Table> = {};
  for (const { name, bytes } of names) {
    const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${sql(name)}`;
    tables[name] = { rows: row?.rows ?? 0, bytes };
  }
  return tables;
}

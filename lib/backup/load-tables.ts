// Puts the rows of a backup into an empty database, in one transaction: there are all of them, or none.
import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { type Frame, notWhole } from './frames';
import { listTables, type Table } from './tables';

const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
const endSchema = z.object({ rows: z.record(z.string(), z.number()) });

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Loads every table. Keys between tables are laid aside meanwhile, because a row may come before the one that it names,
 * and are checked as they come back. Returns the number of rows. Throws AppError if it is not what it should be.
 */
export async function loadTables(tx: TransactionSql, frames: AsyncIterable<Frame>): Promise<number> {
  const known = new Map((await listTables(tx)).map((table) => [table.name, table]));
  const keys = await foreignKeys(tx);
  for (const { table, name } of keys) await tx`alter table ${tx(table)} drop constraint ${tx(name)}`;
  const counts: Record<string, number> = {};
  let table: Table | null = null;
  for await (const { kind, bytes } of frames) {
    if (kind === 'T') {
      table = checkTable(tableSchema.parse(JSON.parse(bytes.toString('utf8'))), known);
      counts[table.name] = 0;
    } else if (kind === 'R') {
      if (table === null) throw notWhole();
      counts[table.name] = (counts[table.name] ?? 0) + (await insert(tx, table, bytes.toString('utf8')));
    } else if (kind === 'E') {
      requireAll(counts, endSchema.parse(JSON.parse(bytes.toString('utf8'))).rows);
    }
  }
  for (const { table, name, definition } of keys) {
    await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(definition)}`;
  }
  await moveSequences(tx);
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

async function insert(tx: TransactionSql, { name, columns }: Table, lines: string): Promise<number> {
  const { count } = await tx`
    insert into ${tx(name)} (${tx(columns)}) overriding system value
    select ${tx(columns)} from json_populate_recordset(null::${tx(name)}, ${`[${lines.replaceAll('\n', ',')}]`}::text::json)`;
  return count;
}

function checkTable(table: Table, known: ReadonlyMap<string, Table>): Table {
  const here = known.get(table.name);
  if (here && table.columns.every((column) => here.columns.includes(column))) return table;
  throw new AppError(
    'invalid',
    `The backup has a table "${table.name}" that the database of this version does not have as it is there.`,
  );
}

function requireAll(counts: Record<string, number>, wanted: Record<string, number>): void {
  if (Object.entries(wanted).every(([name, count]) => counts[name] === count)) return;
  throw notWhole();
}

async function foreignKeys(tx: TransactionSql): Promise<ForeignKey[]> {
  return await tx<ForeignKey[]>`
    select c.conrelid::regclass::text as table, c.conname::text as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1, 2`;
}

/** The next row gets a number that none has. */
async function moveSequences(tx: TransactionSql): Promise<void> {
  const identities = await tx<{ table: string; column: string }[]>`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`;
  for (const { table, column } of identities) {
    await tx`
      select setval(pg_get_serial_sequence(${`"${table}"`}, ${column}), greatest(max(${tx(column)}), 1),
        max(${tx(column)}) is not null) from ${tx(table)}`;
  }
}

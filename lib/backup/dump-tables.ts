// Writes all rows into a backup, as JSON made by the database: the same text on every kind of database.
import type { TransactionSql } from 'postgres';
import type { BackupWriter } from './backup-writer';
import { listTables } from './tables';

/** Rows are read so many at once; most of them are small. */
const MANY = 1000;
/** Tables whose rows may be some megabytes each: the content of files, and models. */
const LARGE: ReadonlySet<string> = new Set(['blobs', 'blob_symbols', 'models']);
const FEW = 32;
const FRAME_BYTES = 1024 * 1024;

/** Writes what `tx` sees, which is one moment's state. Returns how many rows each table has. */
export async function dumpTables(tx: TransactionSql, writer: BackupWriter): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  // However the server is set up, the text must be what every other one reads.
  await tx`set local timezone = 'UTC'`;
  await tx`set local extra_float_digits = 1`;
  for (const table of await listTables(tx)) {
    await writer.write('T', table);
    const columns = tx(table.columns);
    await tx`
      declare backup_rows no scroll cursor for
      select row_to_json(r)::text as row from (select ${columns} from ${tx(table.name)}) r`;
    counts[table.name] = await copyRows(tx, writer, LARGE.has(table.name) ? FEW : MANY);
    await tx`close backup_rows`;
  }
  return counts;
}

async function copyRows(tx: TransactionSql, writer: BackupWriter, atOnce: number): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await tx<{ row: string }[]>`fetch forward ${tx.unsafe(String(atOnce))} from backup_rows`;
    if (rows.length === 0) return count;
    count += rows.length;
    let lines: string[] = [];
    let bytes = 0;
    for (const { row } of rows) {
      lines.push(row);
      bytes += row.length;
      if (bytes < FRAME_BYTES) continue;
      await writer.write('R', lines.join('\n'));
      lines = [];
      bytes = 0;
    }
    if (lines.length > 0) await writer.write('R', lines.join('\n'));
  }
}

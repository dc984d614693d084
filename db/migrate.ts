// Brings a database to the present schema, or to an earlier one; any number of processes may do so at once.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { LOCKS } from './advisory-locks';
import type { Db } from './db';

export const migrationsFolder = () => path.join(process.cwd(), 'db', 'migrations');

interface Journal {
  entries: { idx: number; when: number; tag: string }[];
}

/** All migrations, in their order. */
export function knownMigrations(): Journal['entries'] {
  return readJournal().entries;
}

/** Is told before the schema of a database that is in use is changed, in so many steps. */
export type OnUpgrade = (steps: number) => void;

/**
 * Applies what is missing. `db` must be a pool of one connection, because the lock belongs to a session. Throws an Error
 * with a sentence for people if a newer version of Freshet has been here: what it changed is not known.
 */
export async function migrate(db: Db, onUpgrade: OnUpgrade = () => {}): Promise<void> {
  await migrateIn(db, migrationsFolder(), async () => {
    const last = await lastApplied(db);
    if (last === null) return;
    const known = knownMigrations();
    const steps = known.filter(({ when }) => when > last).length;
    if (steps > 0) onUpgrade(steps);
    else if (known.every(({ when }) => when < last)) throw isNewer();
  });
}

/** When the last migration that the database has was made, in milliseconds since the epoch; null if it has none. */
async function lastApplied(db: Db): Promise<number | null> {
  const [table] = await db.$client<{ name: string | null }[]>`
    select to_regclass('drizzle.__drizzle_migrations')::text as name`;
  if (!table?.name) return null;
  const [row] = await db.$client<{ last: string | null }[]>`
    select max(created_at)::text as last from drizzle.__drizzle_migrations`;
  return row?.last ? Number(row.last) : null;
}

function isNewer(): Error {
  return new Error(
    'A newer version of Freshet has used this database, and this one does not know what it changed. Start that version, ' +
      'or restore a backup from before into an empty place.',
  );
}

/** The same, and no further than the migration `last`. Throws an Error if there is none of that name. */
export async function migrateTo(db: Db, last: string): Promise<void> {
  const journal = readJournal();
  const end = journal.entries.findIndex(({ tag }) => tag === last);
  if (end < 0) throw new Error(`This version of Freshet knows no migration ${last}.`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'freshet-migrations-'));
  try {
    mkdirSync(path.join(folder, 'meta'));
    const entries = journal.entries.slice(0, end + 1);
    for (const { tag } of entries) cpSync(path.join(migrationsFolder(), `${tag}.sql`), path.join(folder, `${tag}.sql`));
    writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
    await migrateIn(db, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function migrateIn(db: Db, folder: string, look: () => Promise<void> = async () => {}): Promise<void> {
  await db.$client`select pg_advisory_lock(${LOCKS.migration})`;
  try {
    await look();
    await applyMigrations(db, { migrationsFolder: folder });
  } finally {
    await db.$client`select pg_advisory_unlock(${LOCKS.migration})`;
  }
}

function readJournal(): Journal {
  return JSON.parse(readFileSync(path.join(migrationsFolder(), 'meta', '_journal.json'), 'utf8'));
}

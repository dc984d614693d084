// Brings a database to the present schema; any number of processes may do so at once.
import path from 'node:path';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { LOCKS } from './advisory-locks';
import type { Db } from './db';

export const migrationsFolder = () => path.join(process.cwd(), 'db', 'migrations');

/** Applies what is missing. `db` must be a pool of one connection, because the lock belongs to a session. */
export async function migrate(db: Db): Promise<void> {
  await db.$client`select pg_advisory_lock(${LOCKS.migration})`;
  try {
    await applyMigrations(db, { migrationsFolder: migrationsFolder() });
  } finally {
    await db.$client`select pg_advisory_unlock(${LOCKS.migration})`;
  }
}

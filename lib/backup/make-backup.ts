// Makes a backup of a server, which may run meanwhile: its database as of one moment, its keys and settings, and the
// repositories that nobody else has.
import { connectEmbedded, connectNative, type Db } from '@/db/client';
import { copyEmbedded } from '@/db/copy-embedded';
import { startEmbedded } from '@/db/embedded';
import { knownMigrations } from '@/db/migrate';
import { explainConnection } from '@/db/server-check';
import type { Env } from '@/lib/env';
import { AppError, toAppError } from '@/lib/errors';
import { isFolder } from '@/lib/files/plain-folder';
import { type BackupWriter, beginBackup } from './backup-writer';
import { bundleRepository } from './bundles';
import { dumpTables } from './dump-tables';
import { keyCheck, packKey, presentSettings, readKeys } from './keys';
import { newestMigration } from './tables';
import { refuseUnfinished } from './unfinished';

export interface MadeBackup {
  bytes: number;
  rows: number;
  repositories: number;
  /** Repositories that nobody else has and that could not be read, with the reason. */
  missing: { repository: string; reason: string }[];
}

interface Kept {
  id: string;
  name: string;
}

/**
 * Writes everything that does not come back by itself to `file`. Mirrors do, except those of archived repositories, which
 * nobody fetches any more. Throws AppError, or an Error with a sentence for people.
 */
export async function makeBackup(
  env: Env,
  file: string,
  settings: Record<string, string | undefined> = process.env,
): Promise<MadeBackup> {
  await refuseUnfinished(env.dataDir);
  const writer = await beginBackup(file);
  try {
    const { rows, kept } = await withDatabase(env, (db) => dumpDatabase(env, db, writer, presentSettings(settings)));
    const missing: MadeBackup['missing'] = [];
    // After the database: what is pushed in between is in there as well, and the next sync finds it.
    for (const { id, name } of kept) {
      await bundleRepository(env.dataDir, id, writer).catch((error: unknown) => {
        missing.push({ repository: name, reason: toAppError(error).message });
      });
    }
    await writer.write('E', { rows });
    const bytes = await writer.finish();
    const count = Object.values(rows).reduce((sum, n) => sum + n, 0);
    return { bytes, rows: count, repositories: kept.length - missing.length, missing };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

async function dumpDatabase(env: Env, db: Db, writer: BackupWriter, settings: Record<string, string>) {
  return await db.$client.begin('isolation level repeatable read read only', async (tx) => {
    const migration = await newestMigration(tx, knownMigrations());
    if (migration === null) {
      throw new AppError(
        'conflict',
        'The database is empty, or of another version of Freshet. Start this version once, then make the backup.',
      );
    }
    const header = { made_at: new Date().toISOString(), migration, key_check: keyCheck(env), settings };
    await writer.write('H', header);
    for (const key of await readKeys(env)) await writer.write('K', packKey(key));
    const rows = await dumpTables(tx, writer);
    const kept = await tx<Kept[]>`
      select repos.id, orgs.name || '/' || repos.name as name from repos join orgs on orgs.id = repos.org_id
      where repos.purged_at is null and (repos.kind = 'hosted' or (repos.status = 'archived' and repos.kind <> 'local'))
      order by repos.id`;
    return { rows, kept: [...kept] };
  });
}

/** The database as it is now; an embedded one that runs gives a copy of itself. */
async function withDatabase<T>({ databaseUrl, dataDir }: Env, work: (db: Db) => Promise<T>): Promise<T> {
  if (databaseUrl) {
    const db = connectNative(databaseUrl, 1);
    try {
      await db.$client`select 1`.catch((error: unknown) => {
        throw explainConnection(error, databaseUrl);
      });
      return await work(db);
    } finally {
      await db.$client.end({ timeout: 5 });
    }
  }
  if (!(await isFolder(`${dataDir}/database`))) {
    throw new AppError(
      'not_found',
      `There is no database in the data folder ${dataDir}: set FRESHET_DATA_DIR to yours.`,
    );
  }
  const copy = await copyEmbedded(dataDir);
  try {
    // Nothing is written to a copy that would have to survive a power cut.
    const embedded = await startEmbedded(copy?.dataDir ?? dataDir, { isDurable: copy === null });
    const db = connectEmbedded(embedded);
    try {
      return await work(db);
    } finally {
      await db.$client.end({ timeout: 5 });
      await embedded.close();
    }
  } finally {
    await copy?.remove();
  }
}

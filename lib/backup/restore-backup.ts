// Restores a backup into an empty place, on whichever kind of database that has.
import { randomUUID } from 'node:crypto';
import { connectEmbedded, connectNative, type Db } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { knownMigrations, migrateTo } from '@/db/migrate';
import { checkServer, explainConnection } from '@/db/server-check';
import { insertAudit } from '@/lib/audit/insert-audit';
import type { Env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { unbundleRepositories } from './bundles';
import { requireSameSecret, restoreKey, restoreSettings } from './keys';
import { loadTables } from './load-tables';
import { type OpenBackup, openBackup } from './open-backup';
import { listTables, newestMigration } from './tables';
import { type ClaimedPlace, claimPlace } from './unfinished';

export interface Restored {
  madeAt: string;
  rows: number;
  repositories: number;
  /** A restore that broke off at its very end had brought all of it. */
  wasThere: boolean;
}

/**
 * Restores `file`. The data folder is marked until all is there, and the rows are one transaction, so what broke off is
 * begun anew by the same call. Throws AppError, or an Error with a sentence for people; if the file or the place is not
 * right, before anything was changed.
 */
export async function restoreBackup(env: Env, file: string): Promise<Restored> {
  const backup = await openBackup(file);
  try {
    requireKnown(backup);
    requireSameSecret(env, backup.header);
    const place = await claimPlace(env.dataDir);
    try {
      return await restoreInto(env, backup, place);
    } finally {
      await place.release();
    }
  } finally {
    await backup.close();
  }
}

async function restoreInto(env: Env, backup: OpenBackup, place: ClaimedPlace): Promise<Restored> {
  const native = env.databaseUrl === undefined ? null : await openEmpty(env.databaseUrl, place, backup);
  try {
    if (native?.isLoaded) {
      // It broke off after the rows were there, and they come last.
      await place.finish();
      return { madeAt: backup.header.made_at, rows: 0, repositories: 0, wasThere: true };
    }
    const id = randomUUID();
    await place.begin({ id, digest: backup.digest });
    await restoreSettings(env.dataDir, backup.header);
    for await (const { kind, bytes } of backup.frames()) {
      if (kind === 'K') await restoreKey(env.dataDir, bytes);
      // They come first.
      if (kind === 'T') break;
    }
    const repositories = await unbundleRepositories(env.dataDir, backup.frames());
    const rows = native
      ? await loadInto(native.db, backup, id)
      : await withEmbedded(env.dataDir, (db) => loadInto(db, backup, id));
    await place.finish();
    return { madeAt: backup.header.made_at, rows, repositories, wasThere: false };
  } finally {
    await native?.db.$client.end({ timeout: 5 });
  }
}

async function loadInto(db: Db, backup: OpenBackup, id: string): Promise<number> {
  await migrateTo(db, backup.header.migration);
  return await db.$client.begin(async (tx) => {
    if ((await newestMigration(tx, knownMigrations())) !== backup.header.migration) {
      throw new AppError(
        'conflict',
        'The database was made for another backup than this one. Make it anew (dropdb, createdb), then restore again.',
      );
    }
    const rows = await loadTables(tx, backup.frames());
    // Runs under way were those of another process; mirrors are fetched anew as soon as the server has started.
    await tx`
      update repos set active_run_id = null,
        next_check_at = case when sync_interval_seconds is distinct from 0 and status <> 'archived' then now() end,
        dirty = dirty or (sync_interval_seconds is not distinct from 0 and status <> 'archived')
      where deleted_at is null`;
    await tx`
      with target as (select null::uuid as org_id)
      ${insertAudit(
        tx,
        { actor: { kind: 'system' } },
        {
          verb: 'server.restore',
          subject: { kind: 'server', id, name: backup.header.made_at },
          after: { checksum: backup.digest, rows },
        },
      )} from target`;
    return rows;
  });
}

/** Throws if there is something in it that no restore of ours has put there. */
async function openEmpty(
  url: string,
  { before }: ClaimedPlace,
  { digest }: OpenBackup,
): Promise<{ db: Db; isLoaded: boolean }> {
  const db = connectNative(url, 1);
  try {
    await checkServer(db);
    for (const { name } of await listTables(db.$client)) {
      const [filled] = await db.$client`select 1 from ${db.$client(name)} limit 1`;
      if (!filled) continue;
      if (before?.digest === digest && (await isRestoredBy(db, before.id))) return { db, isLoaded: true };
      throw new AppError(
        'conflict',
        'The database (DATABASE_URL) is not empty, and a backup is restored into an empty place alone. Make a new one ' +
          '(createdb), and name that.',
      );
    }
    return { db, isLoaded: false };
  } catch (error) {
    await db.$client.end({ timeout: 5 });
    throw error instanceof AppError ? error : explainConnection(error, url);
  }
}

async function isRestoredBy(db: Db, id: string): Promise<boolean> {
  const [found] = await db.$client`select to_regclass('public.audit_log') is not null as there`;
  if (!found?.there) return false;
  const entries = await db.$client`
    select 1 from audit_log where verb = 'server.restore' and subject_id = ${id} limit 1`;
  return entries.length > 0;
}

async function withEmbedded<T>(dataDir: string, work: (db: Db) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(dataDir);
  const db = connectEmbedded(embedded);
  try {
    return await work(db);
  } finally {
    await db.$client.end({ timeout: 5 });
    await embedded.close();
  }
}

/** A newer version's backup has tables that this one does not know. */
function requireKnown({ header }: OpenBackup): void {
  if (knownMigrations().some(({ tag }) => tag === header.migration)) return;
  throw new AppError(
    'invalid',
    `The backup was made by another version of Freshet (its database is at ${header.migration}). Restore it with that ` +
      'version or a newer one.',
  );
}

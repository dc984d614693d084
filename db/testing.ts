// A fresh, migrated database for a test file: native if FRESHET_TEST_DATABASE_URL is set, else embedded.
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { LOCKS } from './advisory-locks';
import { connectEmbedded, connectNative, type Db, lendDatabase } from './client';
import { type Embedded, startEmbedded } from './embedded';
import { migrate, migrationsFolder } from './migrate';

export interface TestDatabase {
  db: Db;
  /** DATABASE_URL for another process; empty on the embedded database, which takes one connection only. */
  url: string;
  /** Empties every table. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/** Opens a database of its own for the caller; the first one is also what `database()` gives until it is closed. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.FRESHET_TEST_DATABASE_URL;
  return server ? openNative(server) : openEmbedded();
}

/** Runs `work` in a transaction whose every statement may take `limitMs` at most. */
export async function withStatementLimit<T>(
  db: Db,
  limitMs: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await db.transaction(async (tx) => {
    await tx.execute(sql.raw(`set local statement_timeout = ${limitMs}`));
    return await work(tx);
  });
}

type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** True if integration tests run on a native server. */
export function isNativeTest(): boolean {
  return Boolean(process.env.FRESHET_TEST_DATABASE_URL);
}

interface Kept {
  embedded: Embedded;
  isLent: boolean;
}

/** Embedded databases of this process: one takes most of a second to start, and the next test file may have it. */
const holder = globalThis as typeof globalThis & { freshetTestDatabases?: Kept[] };

async function openEmbedded(): Promise<TestDatabase> {
  const kept = await lendKept();
  const db = connectEmbedded(kept.embedded);
  await clear(db);
  const takeBack = lendDatabase(db, kept.embedded);
  return {
    db,
    url: '',
    reset: () => empty(db),
    close: async () => {
      takeBack();
      await db.$client.end();
      kept.isLent = false;
    },
  };
}

async function lendKept(): Promise<Kept> {
  holder.freshetTestDatabases ??= [];
  const free = holder.freshetTestDatabases.find(({ isLent, embedded }) => !isLent && embedded.pid() !== 0);
  if (free) {
    free.isLent = true;
    return free;
  }
  const made = { embedded: await startEmbedded(await copyDataDir(), { isDurable: false }), isLent: true };
  holder.freshetTestDatabases.push(made);
  return made;
}

/** Makes a database that others have used as good as new: its session, its rows and what it counts. */
async function clear(db: Db): Promise<void> {
  await db.execute(sql`discard all`);
  const looks = (await tableNames(db)).map((name) => `select '${name}' as name where exists (select from ${name})`);
  const used = (await db.execute<{ name: string }>(sql.raw(looks.join(' union all ')))).map(({ name }) => name);
  await db.transaction(async (tx) => {
    // The audit log is protected by a trigger.
    await tx.execute(sql`set local session_replication_role = replica`);
    if (used.length > 0) await tx.execute(sql.raw(`truncate ${used.join(', ')} cascade`));
  });
  await db.execute(sql`select setval(oid::regclass, 1, false) from pg_class where relkind = 'S'`);
}

/** A data folder of a migrated, empty embedded database, in a temporary folder of its own. */
export async function copyDataDir(): Promise<string> {
  const template = await templateDir();
  const dataDir = mkdtempSync(path.join(process.env.FRESHET_TEST_FOLDER ?? os.tmpdir(), 'freshet-test-'));
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

/** Made once per state of the migrations: a cold start of PGlite takes seconds, a copy of its folder does not. */
async function templateDir(): Promise<string> {
  const cache = path.resolve('.cache');
  const target = path.join(cache, `database-${migrationsHash()}`);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(`${target}-draft-`);
  const embedded = await startEmbedded(draft, { isDurable: false });
  const db = connectEmbedded(embedded);
  await migrate(db);
  await db.$client.end();
  await embedded.close();
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another worker was first; its folder is as good as ours.
    if (!existsSync(target)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrationsFolder()).sort()) {
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(path.join(migrationsFolder(), name)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function openNative(server: string): Promise<TestDatabase> {
  const admin = connectNative(server, 1);
  const template = `freshet_template_${migrationsHash()}`;
  const name = `freshet_test_${randomBytes(8).toString('hex')}`;
  const at = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).toString();
  try {
    // One worker at a time: the template is made once, and CREATE DATABASE refuses a template that is in use.
    await admin.$client`select pg_advisory_lock(${LOCKS.testTemplate})`;
    const [found] = await admin.$client`select 1 from pg_database where datname = ${template}`;
    if (!found) {
      const draft = `${template}_draft`;
      // Also one that a process which failed is still connected to.
      await admin.$client.unsafe(`drop database if exists ${draft} with (force)`);
      await admin.$client.unsafe(`create database ${draft}`);
      const db = connectNative(at(draft), 1);
      await migrate(db).finally(() => db.$client.end());
      await admin.$client.unsafe(`alter database ${draft} rename to ${template}`);
    }
    await admin.$client.unsafe(`create database ${name} template ${template}`);
    await admin.$client`select pg_advisory_unlock(${LOCKS.testTemplate})`;
  } catch (error) {
    await admin.$client.end();
    throw error;
  }
  const db = connectNative(at(name), 5);
  const takeBack = lendDatabase(db, null);
  return {
    db,
    url: at(name),
    reset: () => empty(db),
    close: async () => {
      takeBack();
      await db.$client.end({ timeout: 5 });
      await admin.$client.unsafe(`drop database if exists ${name} with (force)`);
      await admin.$client.end();
    },
  };
}

/** Deletes, because truncating makes new files for every table and index that hangs on the first. */
async function empty(db: Db): Promise<void> {
  const names = await tableNames(db);
  // Foreign keys need not be obeyed row by row if nothing stays. In one message, which is one transaction.
  const statements = ['set local session_replication_role = replica', ...names.map((name) => `delete from ${name}`)];
  await db.$client.unsafe(statements.join(';')).simple();
}

/** Quoted, as statements take them. */
async function tableNames(db: Db): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  return rows.map(({ name }) => name);
}

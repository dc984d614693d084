// The database connection: one pool on globalThis, because Next loads instrumentation and routes as separate module instances.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import type { Env } from '@/lib/env';
import { type Embedded, startEmbedded } from './embedded';
import { migrate } from './migrate';
import * as schema from './schema';

export type Db = PostgresJsDatabase<typeof schema> & { $client: Sql };

interface Opened {
  db: Db;
  embedded: Embedded | null;
}

const holder = globalThis as typeof globalThis & { freshetDatabase?: Opened };

/** A pool on a native server. */
export function connectNative(url: string, max: number): Db {
  return pool(url, { max });
}

/** The one connection to an embedded database, which answers wrongly to a second one. */
export function connectEmbedded(embedded: Embedded): Db {
  return pool('postgres://postgres@localhost/postgres', {
    max: 1,
    max_lifetime: null,
    socket: () => embedded.connect(),
  } as Options<Record<string, PostgresType>>);
}

function pool(url: string, options: Options<Record<string, PostgresType>>): Db {
  const client = postgres(url, { onnotice: () => {}, ...options });
  return drizzle(client, { schema, casing: 'snake_case' });
}

/** Opens the database that the environment names, migrated, and keeps it for `database()`. */
export async function openDatabase(env: Env): Promise<Db> {
  if (holder.freshetDatabase) return holder.freshetDatabase.db;
  holder.freshetDatabase = env.databaseUrl ? await openNative(env.databaseUrl) : await openEmbedded(env.dataDir);
  return holder.freshetDatabase.db;
}

async function openNative(url: string): Promise<Opened> {
  const single = connectNative(url, 1);
  try {
    await migrate(single);
  } finally {
    await single.$client.end();
  }
  return { db: connectNative(url, 10), embedded: null };
}

async function openEmbedded(dataDir: string): Promise<Opened> {
  const embedded = await startEmbedded(dataDir);
  const db = connectEmbedded(embedded);
  await migrate(db);
  return { db, embedded };
}

/** The database that was opened. Throws when none is. */
export function database(): Db {
  if (!holder.freshetDatabase) throw new Error('The database is not open yet.');
  return holder.freshetDatabase.db;
}

/** True on the embedded database: one connection, no HNSW, no cancel. */
export function isEmbedded(): boolean {
  return holder.freshetDatabase?.embedded != null;
}

export async function closeDatabase(): Promise<void> {
  const opened = holder.freshetDatabase;
  if (!opened) return;
  holder.freshetDatabase = undefined;
  await opened.db.$client.end({ timeout: 5 });
  await opened.embedded?.close();
}

// The database connection: one pool on globalThis, because Next loads instrumentation and routes as separate module instances.
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Options, type PostgresType, type Sql } from 'postgres';
import type { Db } from './db';
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded';
import { migrate, type OnUpgrade } from './migrate';
import { refuseSelfWaits } from './one-connection';
import * as schema from './schema';
import { checkServer, explainConnection } from './server-check';

export type { Db } from './db';

export interface DatabasePlace {
  /** Of a native server; without it the embedded database is opened in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
}

export type OpenOptions = EmbeddedOptions & { onUpgrade?: OnUpgrade };

interface Opened {
  db: Db;
  embedded: Embedded | null;
}

const POOL_SIZE = 10;
/** How long queries that run may go on when the database is closed. */
const CLOSE_SECONDS = 5;

const holder = globalThis as typeof globalThis & {
  freshetDatabase?: Opened;
  freshetDatabaseOpening?: Promise<Opened>;
};

/** A pool of at most `max` connections to a native server. */
export function connectNative(url: string, max: number): Db {
  return typed(pool(url, { max }));
}

/** The one connection to an embedded database, which answers wrongly to a second one. */
export function connectEmbedded(embedded: Embedded): Db {
  // postgres.js takes `socket` and a null lifetime; its types know neither.
  const options = { max: 1, max_lifetime: null, backoff: () => 0.1, socket: () => embedded.connect() };
  return typed(refuseSelfWaits(pool('postgres://postgres@localhost/postgres', options as object)));
}

function typed(client: Sql): Db {
  return drizzle(client, { schema, casing: 'snake_case' });
}

function pool(url: string, options: Options<Record<string, PostgresType>>): Sql {
  return postgres(url, {
    onnotice: () => {},
    connection: { application_name: 'freshet' },
    // At the limit of its pipeline postgres.js begins a transaction without keeping its connection to itself.
    max_pipeline: Number.MAX_SAFE_INTEGER,
    ...options,
  } as Options<Record<string, PostgresType>>);
}

/**
 * Opens the database that lies there, brings it to the present schema and keeps it for `database()`.
 * Throws an Error with a sentence for people when it cannot be used.
 */
export async function openDatabase({ databaseUrl, dataDir }: DatabasePlace, options: OpenOptions = {}): Promise<Db> {
  holder.freshetDatabaseOpening ??= databaseUrl ? openNative(databaseUrl, options) : openEmbedded(dataDir, options);
  try {
    holder.freshetDatabase = await holder.freshetDatabaseOpening;
    return holder.freshetDatabase.db;
  } catch (error) {
    holder.freshetDatabaseOpening = undefined;
    throw error;
  }
}

async function openNative(url: string, { onUpgrade }: OpenOptions): Promise<Opened> {
  const single = connectNative(url, 1);
  try {
    await checkServer(single);
    await migrate(single, onUpgrade);
  } catch (error) {
    throw explainConnection(error, url);
  } finally {
    await single.$client.end({ timeout: CLOSE_SECONDS });
  }
  return { db: connectNative(url, POOL_SIZE), embedded: null };
}

async function openEmbedded(dataDir: string, options: OpenOptions): Promise<Opened> {
  const embedded = await startEmbedded(dataDir, options);
  const single = connectEmbedded(embedded);
  try {
    await migrate(single, options.onUpgrade);
  } catch (error) {
    await single.$client.end({ timeout: CLOSE_SECONDS });
    await embedded.close();
    throw error;
  }
  // A connection reads the types of arrays when it opens: one from before the first migration does not know our enums.
  await single.$client.end({ timeout: CLOSE_SECONDS });
  return { db: connectEmbedded(embedded), embedded };
}

/** The database that was opened. Throws when none is. */
export function database(): Db {
  if (!holder.freshetDatabase) throw new Error('The database is not open: the server is still starting, or has ended.');
  return holder.freshetDatabase.db;
}

/**
 * For tests: makes an open database the one that `database()` gives, unless there is one.
 * Returns what takes it back.
 */
export function lendDatabase(db: Db, embedded: Embedded | null): () => void {
  if (holder.freshetDatabase) return () => {};
  holder.freshetDatabase = { db, embedded };
  return () => {
    holder.freshetDatabase = undefined;
  };
}

/** True on the embedded database: one connection, no HNSW, no parallel queries. */
export function isEmbedded(): boolean {
  return Boolean(holder.freshetDatabase?.embedded);
}

/** Lets running queries end, then closes the connections and the embedded database. */
export async function closeDatabase(): Promise<void> {
  const opened = await holder.freshetDatabaseOpening?.catch(() => undefined);
  holder.freshetDatabase = undefined;
  holder.freshetDatabaseOpening = undefined;
  await opened?.db.$client.end({ timeout: CLOSE_SECONDS });
  await opened?.embedded?.close();
}

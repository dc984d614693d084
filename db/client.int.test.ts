// Opening, losing and closing the database, on whichever of the two the tests run.
import { AsyncLocalStorage } from 'node:async_hooks';
import { rmSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { closeDatabase, connectNative, type Db, database, isEmbedded, openDatabase } from './client';
import { isDatabaseGone, isStatementTimeout } from './errors';
import { checkpointAndVacuum } from './maintenance';
import { migrate } from './migrate';
import { orgs } from './schema';
import { checkServer } from './server-check';
import { copyDataDir, isNativeTest, openTestDatabase, withStatementLimit } from './testing';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What the environment of a server would say. */
async function place(): Promise<{ databaseUrl: string | undefined; dataDir: string }> {
  if (isNativeTest()) {
    const { url, close } = await openTestDatabase();
    cleanups.push(close);
    return { databaseUrl: url, dataDir: '/nowhere' };
  }
  const dataDir = await copyDataDir();
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return { databaseUrl: undefined, dataDir };
}

/** Ends the database's side of every connection that works for `db`. */
async function breakConnections(db: Db): Promise<void> {
  if (!isNativeTest()) {
    // The embedded database has one process, which is its connection.
    process.kill(pidOfEmbedded(), 'SIGKILL');
    return;
  }
  const [row] = await db.$client`select current_database() as name`;
  const url = new URL(process.env.FRESHET_TEST_DATABASE_URL!);
  const killer = connectNative(url.toString(), 1);
  await killer.$client`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${row!.name}`;
  await killer.$client.end();
}

function pidOfEmbedded(): number {
  const holder = globalThis as typeof globalThis & { freshetDatabase?: { embedded: { pid: () => number } } };
  return holder.freshetDatabase!.embedded.pid();
}

async function opened(): Promise<Db> {
  const db = await openDatabase(await place());
  cleanups.push(closeDatabase);
  return db;
}

test('there is none before it is opened, one while it is open, and none after', async () => {
  expect(() => database()).toThrow('not open');
  const at = await place();
  const [one, two] = await Promise.all([openDatabase(at), openDatabase(at)]);
  expect(two).toBe(one);
  expect(database()).toBe(one);
  expect(isEmbedded()).toBe(!isNativeTest());
  await closeDatabase();
  expect(() => database()).toThrow('not open');
});

test('migrating again changes nothing', async () => {
  const at = await place();
  const db = await openDatabase(at);
  await db.insert(orgs).values({ name: 'kept' });
  await closeDatabase();
  expect(await (await openDatabase(at)).select({ name: orgs.name }).from(orgs)).toEqual([{ name: 'kept' }]);
  await closeDatabase();
});

test('a statement beyond its limit ends alone', async () => {
  const db = await opened();
  const slow = withStatementLimit(db, 200, (tx) =>
    tx.execute(sql`select count(*) from generate_series(1, 100000000000)`),
  );
  await expect(slow).rejects.toSatisfy(isStatementTimeout);
  const [row] = await db.execute(sql`select current_setting('statement_timeout') as limit`);
  expect(row?.limit).toBe('0');
});

test('a limit holds for a statement that is used again', async () => {
  const db = await opened();
  for (const limit of ['200ms', '300ms', '0']) {
    const run = db.$client.begin(async (tx) => {
      await tx`select set_config('statement_timeout', ${limit}, true)`;
      return await tx`select count(*) from generate_series(1, ${limit === '0' ? 10 : 2_000_000_000})`;
    });
    if (limit === '0') expect((await run)[0]?.count).toBe('10');
    else await expect(run).rejects.toMatchObject({ code: '57014' });
  }
});

test('a transaction that lost its connection writes nothing, not even later', async () => {
  const db = await opened();
  const outside = AsyncLocalStorage.snapshot();
  let work = Promise.resolve();
  const lost = db.transaction((tx) => {
    work = (async () => {
      await tx.insert(orgs).values({ name: 'before' });
      await breakConnections(db);
      // Somebody else's query brings the connection back before the transaction goes on.
      await vi.waitFor(async () => await outside(async () => await db.select().from(orgs)), 120_000);
      await tx.insert(orgs).values({ name: 'after' });
    })();
    return work;
  });
  await expect(lost).rejects.toSatisfy(isDatabaseGone);
  // The transaction is given up at once; what ran in it goes on, and finds it gone.
  await expect(work).rejects.toThrow();
  expect(await db.select().from(orgs)).toEqual([]);
});

test('queries at the moment of a break fail or succeed, and those after it succeed', async () => {
  const db = await opened();
  const many = Array.from({ length: 200 }, (_, n) => db.execute<{ n: number }>(sql`select ${n}::int as n`));
  const settled = Promise.allSettled(many);
  await breakConnections(db);
  for (const [n, result] of (await settled).entries()) {
    if (result.status === 'fulfilled') expect(result.value[0]?.n).toBe(n);
  }
  // On a native server each connection of the pool may have to find out.
  for (let n = 0; n < 20; n++) await db.execute(sql`select 1`).catch(() => {});
  const [row] = await db.execute<{ n: number }>(sql`select 7 as n`);
  expect(row?.n).toBe(7);
});

test('transactions keep to themselves behind many queries', async () => {
  const db = await opened();
  const others = Array.from({ length: 300 }, () => db.execute(sql`select 1`));
  const doomed = db.transaction(async (tx) => {
    await tx.insert(orgs).values({ name: 'doomed' });
    throw new Error('no');
  });
  const between = Array.from({ length: 20 }, (_, n) => db.insert(orgs).values({ name: `kept-${n}` }));
  await expect(doomed).rejects.toThrow('no');
  await Promise.all([...others, ...between]);
  expect(await db.select().from(orgs)).toHaveLength(20);
});

test('maintenance leaves everything where it is', async () => {
  const db = await opened();
  await db.insert(orgs).values({ name: 'kept' });
  await checkpointAndVacuum(db, ['blobs', 'files']);
  await checkpointAndVacuum(db);
  expect(await db.select().from(orgs)).toHaveLength(1);
});

describe('a server that is not fit', () => {
  test('is named when it does not answer, without its password', async () => {
    const start = openDatabase({ databaseUrl: 'postgres://me:sesame@127.0.0.1:1/search', dataDir: '/nowhere' });
    await expect(start).rejects.toThrow('The database at 127.0.0.1:1/search (DATABASE_URL) does not answer');
    await expect(start).rejects.not.toThrow('sesame');
  });

  if (isNativeTest()) nativeTests();
});

function nativeTests() {
  const url = new URL(process.env.FRESHET_TEST_DATABASE_URL ?? '');
  const at = (name: string, user = url.username) =>
    Object.assign(new URL(url), { pathname: `/${name}`, username: user });

  async function make(name: string, encoding = 'UTF8'): Promise<void> {
    const admin = connectNative(url.toString(), 1);
    await admin.$client.unsafe(
      `create database ${name} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`,
    );
    cleanups.push(async () => {
      await admin.$client.unsafe(`drop database ${name} with (force)`);
      await admin.$client.end();
    });
  }

  test('several processes may bring an empty one up at once', async () => {
    const name = `freshet_race_${process.pid}`;
    await make(name);
    const pools = [1, 2, 3].map(() => connectNative(at(name).toString(), 1));
    await Promise.all(pools.map((pool) => migrate(pool)));
    expect(await pools[0]!.select().from(orgs)).toEqual([]);
    await Promise.all(pools.map((pool) => pool.$client.end()));
  });

  test('says what a superuser must run where the user may not add an extension', async () => {
    const name = `freshet_plain_${process.pid}`;
    await make(name);
    const role = `freshet_plain_${process.pid}`;
    const admin = connectNative(at(name).toString(), 1);
    await admin.$client.unsafe(`create role ${role} login; grant all on database ${name} to ${role}`);
    cleanups.push(async () => {
      await admin.$client.unsafe(`drop owned by ${role} cascade; drop role ${role}`);
      await admin.$client.end();
    });
    const plain = connectNative(at(name, role).toString(), 1);
    cleanups.push(() => plain.$client.end());
    await expect(checkServer(plain)).rejects.toThrow(
      `Run once as a superuser, connected to "${name}": CREATE EXTENSION vector;`,
    );
    await admin.$client`create extension vector`;
    await checkServer(plain);
  });

  test('says that its encoding is wrong, and that it does not exist', async () => {
    const name = `freshet_latin_${process.pid}`;
    await make(name, 'LATIN1');
    await expect(openDatabase({ databaseUrl: at(name).toString(), dataDir: '/nowhere' })).rejects.toThrow(
      'is encoded as LATIN1',
    );
    await expect(openDatabase({ databaseUrl: at('nobody').toString(), dataDir: '/nowhere' })).rejects.toThrow(
      '/nobody (DATABASE_URL) does not exist',
    );
  });
}

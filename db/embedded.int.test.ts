// The embedded database when things go wrong: kill -9, a second start, runaway and forgotten queries.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { connectEmbedded, type Db } from './client';
import { type Embedded, startEmbedded } from './embedded';
import { isDatabaseGone, isStatementTimeout } from './errors';
import { orgs } from './schema';
import { copyDataDir, withStatementLimit } from './testing';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(dataDir?: string): Promise<{ db: Db; embedded: Embedded; dataDir: string }> {
  const folder = dataDir ?? (await copyDataDir());
  const embedded = await startEmbedded(folder);
  const db = connectEmbedded(embedded);
  cleanups.push(async () => {
    await db.$client.end();
    await embedded.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { db, embedded, dataDir: folder };
}

test('keeps every committed row when it is killed in the middle of writes, and comes back', async () => {
  const { db, embedded } = await open();
  const committed: string[] = [];
  const first = embedded.pid();
  for (let n = 0; embedded.pid() === first; n++) {
    if (n === 40) process.kill(first, 'SIGKILL');
    const name = `org-${n}`;
    try {
      await db.insert(orgs).values({ name });
      committed.push(name);
    } catch (error) {
      expect(isDatabaseGone(error)).toBe(true);
      break;
    }
  }
  expect(committed.length).toBeGreaterThanOrEqual(40);
  const rows = await db.select({ name: orgs.name }).from(orgs);
  expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(committed));
  expect(embedded.pid()).not.toBe(first);
});

test('drops a transaction that was open when it was killed', async () => {
  const { db, embedded } = await open();
  const attempt = db.transaction(async (tx) => {
    await tx.insert(orgs).values({ name: 'half' });
    process.kill(embedded.pid(), 'SIGKILL');
    await tx.insert(orgs).values({ name: 'whole' });
  });
  await expect(attempt).rejects.toSatisfy(isDatabaseGone);
  expect(await db.select().from(orgs)).toEqual([]);
});

test('lets queries wait that came while it was down', async () => {
  const { db, embedded } = await open();
  await db.execute(sql`select 1`);
  process.kill(embedded.pid(), 'SIGKILL');
  await db.execute(sql`select 1`).catch(() => {});
  const answers = await Promise.all([1, 2, 3].map((n) => db.execute<{ n: number }>(sql`select ${n}::int as n`)));
  expect(answers.map((rows) => rows[0]?.n)).toEqual([1, 2, 3]);
});

test('refuses a second start on the same folder and names the process', async () => {
  const { dataDir, db } = await open();
  await expect(startEmbedded(dataDir)).rejects.toThrow(
    `Freshet, process ${process.pid}, already uses the data folder ${dataDir}.`,
  );
  expect(await db.select().from(orgs)).toEqual([]);
});

test('is free again after it was closed, and after it was killed with its keeper gone', async () => {
  const dataDir = await copyDataDir();
  const one = await startEmbedded(dataDir);
  await one.close();
  const { db } = await open(dataDir);
  expect(await db.select().from(orgs)).toEqual([]);
});

test('ends a statement at its limit and goes on', async () => {
  const { db, embedded } = await open();
  const pid = embedded.pid();
  const busy = withStatementLimit(db, 300, (tx) =>
    tx.execute(sql`select count(*) from generate_series(1, 1000000000)`),
  );
  const behind = db.execute<{ n: number }>(sql`select 1 as n`);
  await expect(busy).rejects.toSatisfy(isStatementTimeout);
  expect((await behind)[0]?.n).toBe(1);
  expect(embedded.pid()).toBe(pid);
  const [row] = await db.execute<{ count: string }>(sql`select count(*) from generate_series(1, 1000)`);
  expect(Number(row?.count)).toBe(1000);
});

test('ends a statement that never leaves a regular expression', async () => {
  const { db } = await open();
  const slow = withStatementLimit(db, 300, (tx) =>
    tx.execute(sql`select count(*) from generate_series(1, 10000) n
      where repeat(md5(n::text), 1000) ~ '([0-9a-f]+)(x|y)\\1'`),
  );
  await expect(slow).rejects.toSatisfy(isStatementTimeout);
  expect(await db.select().from(orgs)).toEqual([]);
});

test('refuses a query that would wait for the transaction it is in', async () => {
  const { db } = await open();
  const saysSo = (error: Error) => `${error} ${error.cause}`.includes('wait for itself');
  const inside = (query: () => PromiseLike<unknown>) => db.transaction(async () => void (await query()));
  await expect(inside(() => db.select().from(orgs))).rejects.toSatisfy(saysSo);
  await expect(inside(() => db.$client`select 1`)).rejects.toSatisfy(saysSo);
  await expect(inside(() => db.transaction(async () => {}))).rejects.toSatisfy(saysSo);
  const late = await db.transaction(async (tx) => {
    await tx.insert(orgs).values({ name: 'kept' });
    await tx.transaction((inner) => inner.insert(orgs).values({ name: 'kept too' }));
    return () => db.select().from(orgs);
  });
  expect(await late()).toHaveLength(2);
});

test('lets nobody else in', async () => {
  const { dataDir } = await open();
  const folder = path.join(dataDir, 'database');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(folder, 'socket')).mode & 0o777).toBe(0o600);
});

test('serves a folder whose path is longer than a socket name may be', async () => {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'freshet-long-'));
  cleanups.push(() => rmSync(parent, { recursive: true, force: true }));
  const dataDir = path.join(parent, 'x'.repeat(120));
  const { cpSync } = await import('node:fs');
  const template = await copyDataDir();
  cpSync(template, dataDir, { recursive: true });
  rmSync(template, { recursive: true, force: true });
  const { db } = await open(dataDir);
  expect(await db.select().from(orgs)).toEqual([]);
});

test('leaves one lock and no drafts', async () => {
  const { dataDir, embedded } = await open();
  process.kill(embedded.pid(), 'SIGKILL');
  await embedded.close();
  const again = await startEmbedded(dataDir);
  await again.close();
  const locks = readdirSync(path.join(dataDir, 'database')).filter((name) => name.startsWith('lock'));
  expect(locks).toHaveLength(1);
});

test('says what is wrong with a folder that it cannot open', async () => {
  const dataDir = await copyDataDir();
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  rmSync(path.join(dataDir, 'database', 'pg', 'global'), { recursive: true });
  await expect(startEmbedded(dataDir)).rejects.toThrow(/embedded database/);
});

// Webhooks while the database is busy or away, and after a crash: nothing that was accepted is lost.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectNative } from '@/db/client';
import { orgs, repos, syncRuns, webhookDeliveries } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { sourceKey } from '@/lib/repos/source-key';
import { accept } from './accept';
import { journalDir, listJournal, removeJournal, writeJournal } from './journal';
import type { Delivery } from './payload/delivery';
import { receiveWebhook } from './receive';
import { replayJournal } from './replay-journal';
import { readSecret } from './secrets/read-secret';
import { setWebhookSecret } from './secrets/set-secret';
import { webhooksSettled } from './tasks/background-tasks';
import { githubPush, headersOf } from './testing';

/** What is answered 503 with Retry-After. */
const TRY_AGAIN = { code: 'internal', retryable: true, retryAfterSeconds: 30 };
const ADDRESS = 'https://git.example/acme/rivers';
let database: TestDatabase;
let ctx: Context;
let dataDir: string;
let repoId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  dataDir = await mkdtemp(path.join(tmpdir(), 'freshet-accept-'));
  const env = parseEnv({ FRESHET_DATA_DIR: dataDir, FRESHET_SECRET: 'a secret of more than 32 characters' });
  ctx = { actor: { kind: 'system' }, db: database.db, env, log, send: async () => {} };
  const [org] = await database.db.insert(orgs).values({ name: 'acme' }).returning();
  const values = { orgId: org?.id ?? '', name: 'rivers', url: ADDRESS, sourceKey: sourceKey(ADDRESS) };
  const [repo] = await database.db.insert(repos).values(values).returning();
  repoId = repo?.id ?? '';
  return () => rm(dataDir, { recursive: true, force: true });
});

const push = (options: Partial<Delivery> = {}): Delivery => ({
  host: 'github',
  deliveryId: randomUUID(),
  receivedAt: Date.now(),
  news: { event: 'push', name: 'push', addresses: [ADDRESS], place: null },
  ...options,
});

const journal = async () => (await listJournal(journalDir(dataDir))).map(({ file }) => path.basename(file));
const deliveries = () => database.db.select().from(webhookDeliveries).orderBy(webhookDeliveries.id);
const runs = async () => (await database.db.select().from(syncRuns)).map((run) => run.repoId);

/** Keeps the database from writing deliveries down, the embedded one from everything. */
async function holdDatabase(): Promise<() => Promise<void>> {
  let release = () => {};
  let isHeld = () => {};
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const holding = database.db.transaction(async (tx) => {
    await tx.execute(sql`lock table webhook_deliveries in access exclusive mode`);
    isHeld();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  await held;
  return async () => {
    release();
    await holding;
  };
}

/** As if the process that took them in had died over them, `seconds` ago. */
async function leaveBehind(all: Delivery[], seconds: number): Promise<string> {
  const file = await writeJournal(journalDir(dataDir), all);
  const at = Date.now() / 1000 - seconds;
  await utimes(file, at, at);
  return path.basename(file);
}

describe('a webhook', () => {
  it('is answered while the database is busy, and acted on when it is not any more', async () => {
    const secret = await setWebhookSecret(ctx, 'github');
    const send = async () => {
      const body = JSON.stringify(githubPush({ base: 'https://git.example', owner: 'acme', name: 'rivers' }));
      const headers = new Headers(headersOf('github', { secret, body }));
      await receiveWebhook(ctx, 'github', { headers, body: Buffer.from(body) });
    };
    await send();
    await webhooksSettled();
    expect(await journal()).toEqual([]);
    // It is good for some seconds, which a machine may need for what came before.
    await readSecret(ctx, 'github', { isFresh: true });
    const release = await holdDatabase();
    await Promise.all([send(), send(), send()]);
    expect((await journal()).length).toBeGreaterThan(0);
    await release();
    await webhooksSettled();
    expect(await journal()).toEqual([]);
    expect((await deliveries()).map((row) => row.outcome)).toEqual(['started', 'coalesced', 'coalesced', 'coalesced']);
    expect(await runs()).toEqual([repoId]);
  });

  it('waits for the database where the data folder takes nothing, and fails where neither takes it', async () => {
    await writeFile(journalDir(dataDir), 'in the way');
    let isAnswered = false;
    const release = await holdDatabase();
    const answer = accept(ctx, push()).then(() => {
      isAnswered = true;
    });
    await expect(writeJournal(journalDir(dataDir), [push()])).rejects.toThrow();
    expect(isAnswered).toBe(false);
    await release();
    await answer;
    expect(await deliveries()).toMatchObject([{ outcome: 'started', repoId }]);
    // What no database takes.
    await expect(accept(ctx, push({ deliveryId: 'a\0b' }))).rejects.toThrow();
    await webhooksSettled();
  });

  it('is to be sent again, and says when, while the database cannot check it', async () => {
    const nowhere = connectNative('postgres://me@127.0.0.1:1/search', 1);
    const received = { headers: new Headers(), body: Buffer.from('{}') };
    await expect(receiveWebhook({ ...ctx, db: nowhere }, 'github', received)).rejects.toMatchObject(TRY_AGAIN);
    await nowhere.$client.end({ timeout: 1 });
  });

  it('is to be sent again, and says when, if neither the data folder nor the database takes it', async () => {
    await writeFile(journalDir(dataDir), 'in the way');
    const nowhere = connectNative('postgres://me@127.0.0.1:1/search', 1);
    await expect(accept({ ...ctx, db: nowhere }, push())).rejects.toMatchObject(TRY_AGAIN);
    await nowhere.$client.end({ timeout: 1 });
    expect(await deliveries()).toEqual([]);
  });

  it('that is accepted while the database fails is acted on by a later sweep', async () => {
    const nowhere = connectNative('postgres://me@127.0.0.1:1/search', 1);
    await accept({ ...ctx, db: nowhere }, push());
    await webhooksSettled();
    await nowhere.$client.end({ timeout: 1 });
    expect(await journal()).toHaveLength(1);
    expect(await replayJournal(ctx)).toBe(0);
    expect(await replayJournal(ctx, { isStart: true })).toBe(1);
    await webhooksSettled();
    expect(await journal()).toEqual([]);
    expect(await runs()).toEqual([repoId]);
  });
});

describe('what a crash left behind', () => {
  it('is acted on, each delivery once, with the time when it came', async () => {
    const [acted, other] = [push(), push({ deliveryId: null, news: null })];
    await accept(ctx, acted);
    await webhooksSettled();
    await leaveBehind([acted, push({ receivedAt: Date.now() - 3_600_000 }), other], 60);
    expect(await replayJournal(ctx)).toBe(3);
    await webhooksSettled();
    const rows = await deliveries();
    expect(rows.map((row) => row.outcome)).toEqual(['started', 'coalesced', 'unreadable']);
    expect(Number(rows[0]?.receivedAt) - Number(rows[1]?.receivedAt)).toBeGreaterThan(3_500_000);
    expect(await journal()).toEqual([]);
  });

  it('is read twice at once without harm', async () => {
    const both = [push(), push()];
    await leaveBehind(both, 60);
    await leaveBehind(both, 60);
    await Promise.all([replayJournal(ctx), replayJournal(ctx)]);
    await webhooksSettled();
    expect(await deliveries()).toHaveLength(2);
    expect(await runs()).toEqual([repoId]);
    expect(await journal()).toEqual([]);
  });

  it('is left alone while it may still be worked on', async () => {
    await leaveBehind([push()], 5);
    expect(await replayJournal(ctx)).toBe(0);
    expect(await journal()).toHaveLength(1);
  });

  it('keeps nothing that the database takes back for long, and is given up in the end', async () => {
    const refused = push({ deliveryId: 'a\0b' });
    // The first goes alone, those behind it together.
    await leaveBehind([push(), refused, push()], 3600);
    await leaveBehind([push()], 60);
    await replayJournal(ctx);
    await webhooksSettled();
    expect(await deliveries()).toHaveLength(2);
    expect(await journal()).toHaveLength(1);
    for (let times = 2; times <= 3; times++) await replayJournal(ctx);
    expect(await deliveries()).toHaveLength(2);
    await replayJournal(ctx);
    await webhooksSettled();
    expect(await deliveries()).toHaveLength(3);
    const [name = ''] = await journal();
    expect(name).toMatch(/\.4\.jsonl$/);
    await rename(path.join(journalDir(dataDir), name), path.join(journalDir(dataDir), 'last.499.jsonl'));
    await replayJournal(ctx);
    expect(await journal()).toEqual([]);
    expect(await deliveries()).toHaveLength(3);
  });

  it('is not touched while the database is away', async () => {
    const name = await leaveBehind([push()], 3600);
    const nowhere = connectNative('postgres://me@127.0.0.1:1/search', 1);
    await expect(replayJournal({ ...ctx, db: nowhere }, { isStart: true })).rejects.toThrow();
    await nowhere.$client.end({ timeout: 1 });
    expect(await journal()).toEqual([name]);
  });

  it('goes without what its owner, who lives, writes at that moment', async () => {
    const dir = journalDir(dataDir);
    await removeJournal(await writeJournal(dir, [push()]));
    const [, file] = await Promise.all([replayJournal(ctx, { isStart: true }), writeJournal(dir, [push()])]);
    await webhooksSettled();
    // Either the one has acted on it, or the other still has it.
    expect((await deliveries()).length + (await journal()).length).toBeGreaterThanOrEqual(1);
    await removeJournal(file);
    expect(await journal()).toEqual([]);
  });

  it('may have broken off while it was written: it is looked at twice, because somebody may be writing it', async () => {
    const name = await leaveBehind([push(), push()], 60);
    const file = path.join(journalDir(dataDir), name);
    await truncate(file, (await stat(file)).size - 20);
    expect(await replayJournal(ctx, { isStart: true })).toBe(1);
    expect(await journal()).toHaveLength(1);
    expect(await replayJournal(ctx, { isStart: true })).toBe(1);
    expect(await journal()).toEqual([]);
    await webhooksSettled();
    expect(await deliveries()).toHaveLength(1);
    expect(await runs()).toEqual([repoId]);
  });

  it('is acted on again without harm if its file could not be removed', async () => {
    const all = [push(), push()];
    for (const delivery of all) await accept(ctx, delivery);
    await webhooksSettled();
    const before = await deliveries();
    await leaveBehind(all, 60);
    expect(await replayJournal(ctx)).toBe(2);
    expect(await deliveries()).toEqual(before);
    expect(await journal()).toEqual([]);
  });
});

it('a delivery that the database refuses costs none of those that came with it', async () => {
  // The file of the first is written alone, and what comes meanwhile shares the second.
  const all = [push(), push(), push({ deliveryId: 'a\0b' }), push(), push()];
  await Promise.all(all.map((delivery) => accept(ctx, delivery)));
  await webhooksSettled();
  for (let sweeps = 0; sweeps < 4; sweeps++) await replayJournal(ctx, { isStart: true });
  await webhooksSettled();
  const known = (await deliveries()).map((row) => row.deliveryId).sort();
  expect(known).toEqual(
    all
      .map((one) => one.deliveryId)
      .filter((id) => id !== 'a\0b')
      .sort(),
  );
  expect(await journal()).toHaveLength(1);
});

it('a push of an archived repository that goes away meanwhile spoils no other', async () => {
  const [gone] = await database.db
    .insert(repos)
    .values({
      orgId: (await database.db.select().from(orgs))[0]?.id ?? '',
      name: 'gone',
      status: 'archived',
      url: `${ADDRESS}2`,
      sourceKey: sourceKey(`${ADDRESS}2`),
    })
    .returning();
  const ofGone = push({ news: { event: 'push', name: 'push', addresses: [`${ADDRESS}2`], place: null } });
  await Promise.all([accept(ctx, ofGone), accept(ctx, push()), database.db.delete(repos).where(sql`id = ${gone?.id}`)]);
  await webhooksSettled();
  expect(await journal()).toEqual([]);
  expect(await runs()).toEqual([repoId]);
  expect(await deliveries()).toHaveLength(2);
});

describe('a secret', () => {
  it('that another process replaced is good at once, and the one before for some seconds', async () => {
    const first = await setWebhookSecret(ctx, 'github');
    const tell = async (secret: string) => {
      const body = JSON.stringify(githubPush({ base: 'https://git.example', owner: 'acme', name: 'rivers' }));
      const headers = new Headers(headersOf('github', { secret, body }));
      return await receiveWebhook(ctx, 'github', { headers, body: Buffer.from(body) }).then(
        () => 'accepted',
        (error) => error.code,
      );
    };
    expect(await tell(first)).toBe('accepted');
    // Another process has a connection, and so a memory, of its own.
    const elsewhere = { ...ctx, db: Object.create(ctx.db) as typeof ctx.db };
    const second = await setWebhookSecret(elsewhere, 'github');
    expect(await tell(second)).toBe('accepted');
    // What was read for the new one has replaced the old one here as well.
    expect(await tell(first)).toBe('unauthenticated');
    await webhooksSettled();
  });
});

import { createHmac } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notificationDeliveries, notificationTargets } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { addNotificationTarget } from '../add-target';
import { collectNotifications } from '../collect';
import { notificationOf } from '../message/notification';
import { pruneNotifications } from '../prune-deliveries';
import { addRepos, FAILED, type Receiver, startReceiver } from '../testing';
import { deliverNews } from './deliver';

let database: TestDatabase;
let receiver: Receiver;
let ctx: Context;
const env = (extra: Record<string, string> = {}) =>
  parseEnv({ FRESHET_ALLOWED_HOSTS: '127.0.0.1', FRESHET_SECRET: 'a secret of more than 32 characters', ...extra });

beforeAll(async () => {
  database = await openTestDatabase();
  receiver = await startReceiver();
  ctx = { actor: { kind: 'operator' }, db: database.db, env: env(), log, send: async () => {} };
});
afterAll(async () => {
  await receiver.close();
  await database.close();
});
beforeEach(async () => {
  await database.reset();
  receiver.received.length = 0;
  receiver.answer((_request, response) => void response.end());
});

async function addTarget(path = '/hook'): Promise<{ id: string; secret: string }> {
  const { target, secret } = await addNotificationTarget(ctx, { kind: 'webhook', url: receiver.url + path });
  return { id: target.id, secret: secret ?? '' };
}

/** Messages about one repository each. */
async function put(targetId: string, ...names: string[]): Promise<void> {
  for (const name of names) {
    const repo = { id: '5f0c2f3e-6d36-4b7f-9e5c-3b1f0a9d8c7e', org: 'acme', name, kind: 'mirror' as const };
    const event = {
      kind: 'error' as const,
      repo,
      error_kind: null,
      message: null,
      since: null,
      until: null,
      failure_count: 1,
    };
    await ctx.db.insert(notificationDeliveries).values({ targetId, payload: notificationOf([event]) });
  }
}

const outbox = async () =>
  (await ctx.db.select().from(notificationDeliveries).orderBy(asc(notificationDeliveries.id))).map((row) => ({
    status: row.status,
    attempts: row.attempts,
    error: row.error,
  }));
const names = () => receiver.received.map(({ body }) => JSON.parse(body).events[0]?.repo.name);

/** As if `minutes` had passed for all that waits. */
async function letPass(minutes: number): Promise<void> {
  await ctx.db.update(notificationDeliveries).set({
    nextAttemptAt: sql`${notificationDeliveries.nextAttemptAt} - ${minutes} * interval '1 minute'`,
    createdAt: sql`${notificationDeliveries.createdAt} - ${minutes} * interval '1 minute'`,
  });
}

describe('what waits', () => {
  it('is sent once, in order, signed with the secret of its target', async () => {
    const { id, secret } = await addTarget();
    await put(id, 'one', 'two', 'three');
    expect(await deliverNews(ctx)).toEqual({ sent: 3, failed: 0 });
    expect(await deliverNews(ctx)).toEqual({ sent: 0, failed: 0 });
    expect(names()).toEqual(['one', 'two', 'three']);
    expect(new Set(receiver.received.map(({ headers }) => headers['freshet-delivery'])).size).toBe(3);
    for (const { headers, body } of receiver.received) {
      expect(headers['freshet-delivery']).toBe(JSON.parse(body).delivery_id);
      expect(headers['freshet-signature']).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    }
    expect(await outbox()).toEqual(Array(3).fill({ status: 'sent', attempts: 1, error: null }));
  });

  it('is what was collected before a process ended', async () => {
    await addTarget();
    await addRepos(
      ctx.db,
      Array.from({ length: 200 }, (_, n) => `repo-${n}`),
      FAILED,
    );
    await collectNotifications(ctx);
    expect(await deliverNews(ctx)).toEqual({ sent: 1, failed: 0 });
    const body = JSON.parse(receiver.received[0]?.body ?? '');
    expect(body.events).toHaveLength(200);
    expect(body.text).toMatch(/^200 repositories fail: .+ and 197 more\n/);
    expect(body.text).toMatch(/\nand \d+ more$/);
    expect(body.content.length).toBeLessThanOrEqual(2000);
  });

  it('is sent by one of several processes', async () => {
    const ids = [(await addTarget('/one')).id, (await addTarget('/two')).id, (await addTarget('/three')).id];
    for (const id of ids) await put(id, 'one', 'two');
    await Promise.all(Array.from({ length: 4 }, () => deliverNews(ctx)));
    await deliverNews(ctx);
    expect(receiver.received).toHaveLength(6);
    expect(new Set(receiver.received.map(({ headers }) => headers['freshet-delivery'])).size).toBe(6);
  });

  it('that a killed process had in hand is sent again under its id', async () => {
    const { id } = await addTarget();
    await put(id, 'one', 'two');
    await deliverNews(ctx);
    const first = receiver.received[0]?.headers['freshet-delivery'];
    // As it stands if the process ended after sending and before writing that down.
    await ctx.db.execute(sql`
      update notification_deliveries set status = 'waiting', sent_at = null, next_attempt_at = now() + interval '2 minutes'
      where id = (select min(id) from notification_deliveries)`);
    expect(await deliverNews(ctx)).toEqual({ sent: 0, failed: 0 });
    await letPass(2);
    expect(await deliverNews(ctx)).toEqual({ sent: 1, failed: 0 });
    expect(names()).toEqual(['one', 'two', 'one']);
    expect(receiver.received[2]?.headers['freshet-delivery']).toBe(first);
  });
});

describe('a receiver', () => {
  it('that answers 500 and then 200 gets the message again, later, before any other', async () => {
    const { id } = await addTarget();
    receiver.answer((_request, response) => void response.writeHead(500).end());
    await put(id, 'failing', 'recovered');
    expect(await deliverNews(ctx)).toEqual({ sent: 0, failed: 1 });
    expect(await deliverNews(ctx)).toEqual({ sent: 0, failed: 0 });
    expect((await outbox())[0]).toEqual({
      status: 'waiting',
      attempts: 1,
      error: '127.0.0.1 answered with status 500.',
    });
    receiver.answer((_request, response) => void response.end());
    await letPass(1);
    expect(await deliverNews(ctx)).toEqual({ sent: 2, failed: 0 });
    expect(names()).toEqual(['failing', 'failing', 'recovered']);
    expect(await outbox()).toMatchObject([
      { status: 'sent', attempts: 2, error: null },
      { status: 'sent', attempts: 1, error: null },
    ]);
  });

  it('that stays down is asked less and less, and given up after a day', async () => {
    const { id } = await addTarget();
    await put(id, 'one');
    receiver.answer((_request, response) => void response.writeHead(503).end());
    const pauses: number[] = [];
    for (;;) {
      await deliverNews(ctx);
      const [row] = await ctx.db.select().from(notificationDeliveries);
      if (row?.status !== 'waiting') break;
      const [wait] = await ctx.db.execute<{ minutes: number }>(sql`
        select ceil(extract(epoch from next_attempt_at - now()) / 60)::int as minutes from notification_deliveries`);
      pauses.push(wait?.minutes ?? 0);
      await letPass(wait?.minutes ?? 0);
    }
    expect(pauses.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(24 * 60);
    expect(await outbox()).toEqual([
      { status: 'failed', attempts: pauses.length + 1, error: '127.0.0.1 answered with status 503.' },
    ]);
    await letPass(600);
    expect(await deliverNews(ctx)).toEqual({ sent: 0, failed: 0 });
  });

  it('that is slow keeps no other from its messages', async () => {
    const slow = await addTarget('/slow');
    const quick = await addTarget('/quick');
    receiver.answer((request, response) => {
      if (request.url === '/quick') response.end();
    });
    await put(slow.id, 'one', 'two');
    await put(quick.id, 'three', 'four');
    expect(await deliverNews(ctx)).toEqual({ sent: 2, failed: 1 });
    const rows = await outbox();
    expect(rows.filter((row) => row.status === 'waiting').map(({ attempts, error }) => [attempts, error])).toEqual([
      [1, '127.0.0.1 did not answer within 10 seconds.'],
      [0, null],
    ]);
  });
});

it('waits for no time that a wrong clock has left', async () => {
  const { id } = await addTarget();
  await put(id, 'one');
  await letPass(-365 * 24 * 60);
  expect(await deliverNews(ctx)).toEqual({ sent: 1, failed: 0 });
});

it('goes nowhere that is no longer allowed, and says so', async () => {
  const { id } = await addTarget();
  await put(id, 'one');
  await deliverNews({ ...ctx, env: env({ FRESHET_ALLOWED_HOSTS: '10.0.0.1' }) });
  expect(receiver.received).toEqual([]);
  expect((await outbox())[0]?.error).toMatch(/^The address is refused: 127\.0\.0\.1 is this machine itself/);
});

it('says what to do where the secret of the server has changed', async () => {
  const { id } = await addTarget('/a-secret-path');
  await put(id, 'one');
  await deliverNews({ ...ctx, env: env({ FRESHET_SECRET: 'another secret of more than 32 letters' }) });
  expect((await outbox())[0]?.error).toMatch(/Remove it and add it again\.$/);
});

it('keeps the newest thousand of each target, none for more than two weeks, and all that wait', async () => {
  const { id } = await addTarget();
  await ctx.db.execute(sql`
    insert into notification_deliveries (target_id, payload, status, created_at)
    select ${id}, '{}', 'sent', now() - (1100 - n) * interval '1 second' from generate_series(1, 1100) n`);
  expect(await pruneNotifications(ctx)).toBe(100);
  await ctx.db.execute(
    sql`update notification_deliveries set created_at = now() - interval '15 days' where id % 2 = 0`,
  );
  await ctx.db.execute(sql`
    update notification_deliveries set status = 'waiting' where id in (
      select id from notification_deliveries where id % 2 = 0 limit 10)`);
  expect(await pruneNotifications(ctx)).toBe(490);
  expect(await ctx.db.select().from(notificationTargets)).toHaveLength(1);
});

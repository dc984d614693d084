import { randomUUID } from 'node:crypto';
import { type AnyColumn, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notificationDeliveries, notificationTargets, repos } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { isStale } from '@/lib/repos/is-stale';
import { isBehind } from '@/lib/status/followed';
import { addNotificationTarget } from './add-target';
import { collectNotifications } from './collect';
import { type Notification, notificationSchema } from './message/notification';
import { removeNotificationTarget } from './remove-target';
import { addRepos, FAILED, HEALTHY, type RepoValues } from './testing';

let database: TestDatabase;
let ctx: Context;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  database = await openTestDatabase();
  const env = parseEnv({ FRESHET_ALLOWED_HOSTS: '127.0.0.1', FRESHET_SECRET: 'a secret of more than 32 characters' });
  ctx = { actor: { kind: 'operator' }, db: database.db, env, log, send: async () => {} };
});
afterAll(() => database.close());
beforeEach(() => database.reset());

async function addTarget(path = 'hook'): Promise<string> {
  const added = await addNotificationTarget(ctx, { kind: 'webhook', url: `http://127.0.0.1/${path}` });
  return added.target.id;
}

async function outbox(targetId?: string): Promise<Notification[]> {
  const rows = await ctx.db
    .select()
    .from(notificationDeliveries)
    .where(targetId ? eq(notificationDeliveries.targetId, targetId) : undefined)
    .orderBy(notificationDeliveries.id);
  return rows.map((row) => notificationSchema.parse(row.payload));
}

async function change(id: string, values: RepoValues): Promise<void> {
  await ctx.db.update(repos).set(values).where(eq(repos.id, id));
}

/** As if what people were told had been told `minutes` earlier. */
async function letPass(minutes: number): Promise<void> {
  const earlier = (at: AnyColumn) => sql`${at} - ${minutes} * interval '1 minute'`;
  await ctx.db.update(repos).set({
    notifiedAt: earlier(repos.notifiedAt),
    notifiedRefusedAt: earlier(repos.notifiedRefusedAt),
    notifiedHeldBackAt: earlier(repos.notifiedHeldBackAt),
    notifiedSince: earlier(repos.notifiedSince),
  });
}

const DOWN: RepoValues = { ...FAILED, errorKind: 'network', error: 'The host does not answer.' };
const HELD_BACK: RepoValues = {
  ...FAILED,
  errorKind: 'policy',
  error: 'Upstream lost 90 of its 100 files.',
  heldBackCommit: 'a'.repeat(40),
};

const told = (notifications: Notification[]) =>
  notifications.map(({ events }) => events.map(({ kind, repo }) => `${repo.org}/${repo.name} ${kind}`));

describe('what people are told', () => {
  it('is each failure and each recovery once', async () => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers', 'lakes'], {});
    expect(await collectNotifications(ctx)).toBe(0);
    await change(id, FAILED);
    expect(await collectNotifications(ctx)).toBe(1);
    await change(id, { failureCount: 2 });
    expect(await collectNotifications(ctx)).toBe(0);
    await change(id, HEALTHY);
    expect(await collectNotifications(ctx)).toBe(1);
    expect(await collectNotifications(ctx)).toBe(0);
    expect(told(await outbox())).toEqual([['acme/rivers error'], ['acme/rivers recovered']]);
    expect((await outbox())[0]?.events[0]).toEqual({
      kind: 'error',
      repo: { id, org: 'acme', name: 'rivers', kind: 'mirror', access: 'no_token' },
      error_kind: 'auth',
      message: 'The host refuses the token.',
      since: '2026-01-02T03:04:00.000Z',
      until: null,
      failure_count: 1,
    });
  });

  it('is no failure that another attempt follows, and no recovery while one runs', async () => {
    await addTarget();
    const runId = crypto.randomUUID();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], { ...FAILED, failureCount: 0, activeRunId: runId });
    expect(await collectNotifications(ctx)).toBe(0);
    await change(id, { failureCount: 1, activeRunId: null });
    expect(await collectNotifications(ctx)).toBe(1);
    await change(id, { status: 'indexing', activeRunId: runId });
    expect(await collectNotifications(ctx)).toBe(0);
    // As a sweep frees what a crash left behind.
    await change(id, { status: 'ready', activeRunId: null });
    expect(await collectNotifications(ctx)).toBe(0);
  });

  it('is what went stale, once, and that it is fresh again', async () => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], { checkedAt: new Date(Date.now() - HOUR_MS) });
    expect(await collectNotifications(ctx, { tellsStale: false })).toBe(0);
    expect(await collectNotifications(ctx)).toBe(1);
    expect(await collectNotifications(ctx)).toBe(0);
    await change(id, { checkedAt: new Date() });
    expect(await collectNotifications(ctx)).toBe(1);
    expect(told(await outbox())).toEqual([['acme/rivers stale'], ['acme/rivers recovered']]);
  });

  it('is a failure once more than an hour ago where it comes and goes', async () => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], {});
    for (let round = 0; round < 5; round++) {
      await change(id, FAILED);
      await collectNotifications(ctx);
      await change(id, HEALTHY);
      await collectNotifications(ctx);
    }
    expect(told(await outbox())).toEqual([['acme/rivers error'], ['acme/rivers recovered']]);
    await change(id, FAILED);
    await letPass(59);
    expect(await collectNotifications(ctx)).toBe(0);
    await letPass(1);
    expect(await collectNotifications(ctx)).toBe(1);
    // As when the clock was ahead, and is right again.
    await change(id, HEALTHY);
    await collectNotifications(ctx);
    await change(id, FAILED);
    await letPass(-365 * 24 * 60);
    expect(await collectNotifications(ctx)).toBe(1);
  });

  it.each([
    ['a refused token', FAILED],
    ['what is held back', HELD_BACK],
  ])('is %s at once, also right after trouble of another kind', async (_, waiting) => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], DOWN);
    await collectNotifications(ctx);
    await change(id, HEALTHY);
    await collectNotifications(ctx);
    await change(id, waiting);
    expect(await collectNotifications(ctx)).toBe(1);
    expect(await collectNotifications(ctx)).toBe(0);
    expect(told(await outbox())).toEqual([['acme/rivers error'], ['acme/rivers recovered'], ['acme/rivers error']]);
    expect((await outbox()).at(-1)?.events[0]).toMatchObject({ message: waiting.error, error_kind: waiting.errorKind });
    // Without anything that worked in between it is the same, and what needs nobody says nothing new.
    await letPass(60);
    await change(id, DOWN);
    expect(await collectNotifications(ctx)).toBe(0);
    await change(id, waiting === FAILED ? HELD_BACK : FAILED);
    expect(await collectNotifications(ctx)).toBe(1);
  });

  it('is no flood where one kind of trouble follows another, with and without a recovery', async () => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], {});
    const flap = async () => {
      let troubles = 0;
      for (let round = 0; round < 4; round++) {
        for (const trouble of [FAILED, HELD_BACK, DOWN, FAILED, HELD_BACK]) {
          await change(id, { ...HEALTHY, ...trouble });
          troubles += await collectNotifications(ctx);
          if (round % 2 === 0) continue;
          await change(id, { ...HEALTHY, errorKind: null, heldBackCommit: null, checkedAt: new Date() });
          await collectNotifications(ctx);
        }
      }
      return troubles;
    };
    expect(await flap()).toBe(2);
    await letPass(59);
    expect(await flap()).toBe(0);
    await letPass(1);
    await change(id, DOWN);
    expect(await collectNotifications(ctx)).toBe(1);
    expect(await flap()).toBe(2);
    const events = (await outbox()).flatMap((notification) => notification.events);
    expect(events.filter(({ kind }) => kind === 'error')).toHaveLength(5);
    expect(events.filter(({ kind }) => kind === 'recovered').length).toBeLessThanOrEqual(5);
  });

  it('is told again after the hour where it was still there', async () => {
    await addTarget();
    const [id = ''] = await addRepos(ctx.db, ['rivers'], HELD_BACK);
    await collectNotifications(ctx);
    await change(id, { ...HEALTHY, heldBackCommit: null });
    await collectNotifications(ctx);
    await change(id, HELD_BACK);
    expect(await collectNotifications(ctx)).toBe(0);
    await letPass(60);
    expect(await collectNotifications(ctx)).toBe(1);
    await letPass(600);
    expect(await collectNotifications(ctx)).toBe(0);
  });

  it('is of a recovery how long the repository was away, from the first trouble that was told', async () => {
    await addTarget();
    const [stale, failing] = [new Date(Date.now() - 3 * HOUR_MS), new Date(Date.now() - 2 * HOUR_MS)];
    const [id = ''] = await addRepos(ctx.db, ['rivers'], { checkedAt: stale });
    await collectNotifications(ctx);
    await change(id, { ...FAILED, failingSince: failing });
    await collectNotifications(ctx);
    const back = new Date();
    await change(id, { ...HEALTHY, checkedAt: back });
    await collectNotifications(ctx);
    const recovered = (await outbox()).at(-1)?.events[0];
    expect(recovered).toMatchObject({ kind: 'recovered', since: stale.toISOString(), until: back.toISOString() });
    // What came before is over: the next trouble begins anew.
    await letPass(60);
    await change(id, { ...DOWN, failingSince: back });
    await collectNotifications(ctx);
    await change(id, HEALTHY);
    await collectNotifications(ctx);
    expect((await outbox()).at(-1)?.events[0]).toMatchObject({ kind: 'recovered', since: back.toISOString() });
  });

  it('says of what was stale that it fails, but of what fails not that it is stale', async () => {
    await addTarget();
    const old = { checkedAt: new Date(Date.now() - HOUR_MS) };
    const [id = ''] = await addRepos(ctx.db, ['rivers'], old);
    await collectNotifications(ctx);
    await change(id, DOWN);
    expect(await collectNotifications(ctx)).toBe(0);
    await letPass(60);
    expect(await collectNotifications(ctx)).toBe(1);
    await letPass(600);
    expect(await collectNotifications(ctx)).toBe(0);
    expect(told(await outbox())).toEqual([['acme/rivers stale'], ['acme/rivers error']]);
  });

  it('is a failure also while the next run is under way, which webhooks may keep up for ever', async () => {
    await addTarget();
    await addRepos(ctx.db, ['busy'], { ...FAILED, status: 'indexing', activeRunId: randomUUID() });
    await addRepos(ctx.db, ['first try'], {
      ...FAILED,
      failureCount: 0,
      activeRunId: randomUUID(),
    });
    expect(await collectNotifications(ctx)).toBe(1);
    expect(told(await outbox())).toEqual([['acme/busy error']]);
  });

  it('leaves out what is deleted or archived, and not what is synced only when asked', async () => {
    await addTarget();
    await addRepos(ctx.db, ['gone'], { ...FAILED, deletedAt: new Date() });
    await addRepos(ctx.db, ['archived'], { ...FAILED, status: 'archived' });
    await addRepos(ctx.db, ['asked'], { ...FAILED, syncIntervalSeconds: 0 });
    expect(await collectNotifications(ctx)).toBe(1);
    expect(told(await outbox())).toEqual([['acme/asked error']]);
  });
});

describe('messages', () => {
  it('hold all that happened at one moment, one for each target', async () => {
    const targets = [await addTarget('one'), await addTarget('two')];
    const names = Array.from({ length: 200 }, (_, n) => `repo-${n}`);
    await addRepos(ctx.db, names, { ...FAILED, errorKind: 'network' });
    await addRepos(ctx.db, ['stale'], { checkedAt: new Date(Date.now() - HOUR_MS) });
    expect(await collectNotifications(ctx)).toBe(201);
    for (const id of targets) {
      const [message, ...others] = await outbox(id);
      expect(others).toEqual([]);
      expect(message?.counts).toEqual({ error: 200, stale: 1, recovered: 0 });
      expect(new Set(message?.events.map((event) => event.repo.name))).toEqual(new Set([...names, 'stale']));
    }
  });

  it('are cut where too many repositories are meant, and say how many', async () => {
    await addTarget();
    await addRepos(
      ctx.db,
      Array.from({ length: 1200 }, (_, n) => `repo-${n}`),
      FAILED,
    );
    expect(await collectNotifications(ctx)).toBe(1200);
    const [message] = await outbox();
    expect([message?.counts.error, message?.events.length]).toEqual([1200, 500]);
  });
});

describe('targets', () => {
  it('that come first are told what fails now, in one message, and of no recovery', async () => {
    const first = await addTarget();
    const [healed = '', broken = ''] = await addRepos(ctx.db, ['healed', 'broken', 'other'], FAILED);
    await collectNotifications(ctx);
    await removeNotificationTarget(ctx, first);
    await change(healed, HEALTHY);
    // Nobody is there to be told.
    expect(await collectNotifications(ctx)).toBe(0);
    const next = await addTarget();
    expect(await collectNotifications(ctx)).toBe(2);
    const notifications = await outbox(next);
    expect(notifications).toHaveLength(1);
    expect(told(notifications)[0]?.sort()).toEqual(['acme/broken error', 'acme/other error']);
    await change(broken, HEALTHY);
    await collectNotifications(ctx);
    expect(told(await outbox(next)).at(-1)).toEqual(['acme/broken recovered']);
  });

  it('that come later hear of no recovery from what they were not told of', async () => {
    const first = await addTarget('one');
    const [id = ''] = await addRepos(ctx.db, ['rivers'], FAILED);
    await collectNotifications(ctx);
    const second = await addTarget('two');
    await change(id, HEALTHY);
    await collectNotifications(ctx);
    expect(told(await outbox(first))).toEqual([['acme/rivers error'], ['acme/rivers recovered']]);
    expect(await outbox(second)).toEqual([]);
  });
});

it('tells nothing twice where several look at once', async () => {
  await addTarget();
  await addRepos(
    ctx.db,
    Array.from({ length: 100 }, (_, n) => `repo-${n}`),
    FAILED,
  );
  const counts = await Promise.all(Array.from({ length: 5 }, () => collectNotifications(ctx)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  const names = (await outbox()).flatMap((notification) => notification.events.map((event) => event.repo.name));
  expect(names).toHaveLength(100);
  expect(new Set(names).size).toBe(100);
});

it('marks nothing as told where the message cannot be written', async () => {
  await addTarget();
  await addRepos(ctx.db, ['rivers'], FAILED);
  await ctx.db.execute(sql`alter table notification_deliveries add constraint full_disk check (attempts > 0)`);
  await expect(collectNotifications(ctx)).rejects.toThrow();
  await ctx.db.execute(sql`alter table notification_deliveries drop constraint full_disk`);
  expect(await collectNotifications(ctx)).toBe(1);
});

it('means by stale what pages show as stale', async () => {
  const now = Date.now();
  for (const [n, ageSeconds] of [0, 100, 150, 240, 3600, 86_400].entries()) {
    for (const checkSeconds of [null, 60, 3600]) {
      for (const isChecked of [true, false]) {
        const at = new Date(now - ageSeconds * 1000);
        const name = `repo-${n}-${checkSeconds}-${isChecked}`;
        await addRepos(ctx.db, [name], { checkSeconds, checkedAt: isChecked ? at : null, addedAt: at });
      }
    }
  }
  const rows = await ctx.db.select({ name: repos.name, isBehind: sql<boolean>`${isBehind}`, ...pick }).from(repos);
  expect(rows.filter((row) => row.isBehind).length).toBeGreaterThan(3);
  for (const { name, isBehind: inDatabase, ...row } of rows) expect(inDatabase, name).toBe(isStale(row));
});

const pick = {
  checkedAt: repos.checkedAt,
  addedAt: repos.addedAt,
  checkSeconds: repos.checkSeconds,
  indexedAt: repos.indexedAt,
  status: repos.status,
};

it('keeps the addresses and secrets of targets encrypted', async () => {
  await addTarget('services/T000/B000/XXXX');
  const [row] = await ctx.db.select().from(notificationTargets);
  expect(row?.hint).toBe('http://127.0.0.1');
  expect(row?.addressCiphertext.toString('latin1')).not.toContain('services');
});

describe('a token that expires', () => {
  async function addToken(name: string, days: { left: number; old?: number }): Promise<void> {
    await ctx.db.execute(sql`
      with someone as (
        insert into users (email) values (${`${name}@example.com`}) returning id
      ) insert into tokens (token_hash, hint, user_id, name, scopes, created_at, expires_at)
      select ${name}, 'abcd', id, ${name}, '{read}', now() - ${days.old ?? 30} * interval '1 day',
        now() + ${days.left} * interval '1 day' from someone`);
  }

  it('is told of a week ahead, once, to every target', async () => {
    const first = await addTarget('a');
    const second = await addTarget('b');
    await addToken('soon', { left: 6.9 });
    await addToken('sooner', { left: 1 });
    await addToken('later', { left: 7.1 });
    await addToken('over', { left: -1 });
    await addToken('made-for-a-week', { left: 6, old: 1 });
    await addToken('revoked', { left: 3 });
    await ctx.db.execute(sql`update tokens set revoked_at = now() where name = 'revoked'`);
    await addToken('disabled', { left: 3 });
    await ctx.db.execute(sql`update users set disabled_at = now() where email = 'disabled@example.com'`);
    expect(await collectNotifications(ctx)).toBe(2);
    for (const target of [first, second]) {
      const [told, ...others] = await outbox(target);
      expect(others).toEqual([]);
      expect(told?.events).toEqual([]);
      expect(told?.tokens.map((token) => [token.name, token.owner])).toEqual([
        ['sooner', 'sooner@example.com'],
        ['soon', 'soon@example.com'],
      ]);
    }
    expect(await collectNotifications(ctx)).toBe(0);
    expect(await outbox(first)).toHaveLength(1);
  });

  it('is told of when somebody is there to be told', async () => {
    await addToken('soon', { left: 3 });
    expect(await collectNotifications(ctx)).toBe(0);
    await addTarget();
    expect(await collectNotifications(ctx)).toBe(1);
  });
});

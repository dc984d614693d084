import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveries, deliveryTargets, notificationDeliveries, secretSettings } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { addDelivery, addRun, type HostValues } from '@/lib/deliveries/verify/testing';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { addNotificationTarget } from './add-target';
import { collectNotifications } from './collect';
import { headline } from './message/compose';
import { notificationSchema } from './message/notification';

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await openTestDatabase();
  const env = parseEnv({ FRESHET_ALLOWED_HOSTS: '127.0.0.1', FRESHET_SECRET: 'a secret of more than 32 characters' });
  ctx = { actor: { kind: 'operator' }, db: database.db, env, log, send: async () => {} };
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  await addNotificationTarget(ctx, { kind: 'webhook', url: 'http://127.0.0.1/hook' });
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const IN_SYNC: HostValues = { state: 'in_sync', inSyncAt: ago(0), differsSince: null };
const AWAY: HostValues = { state: 'unreachable', stateText: 'It does not answer.', differsSince: ago(20) };
const BEHIND: HostValues = {
  state: 'behind',
  behindBy: 2,
  stateText: 'It is 2 commits behind main.',
  differsSince: ago(20),
};

/** Headlines of what is told now. */
async function told(): Promise<string[]> {
  await collectNotifications(ctx);
  const rows = await ctx.db.delete(notificationDeliveries).returning();
  return rows.map((row) => headline(notificationSchema.parse(row.payload)));
}

async function change(targetId: string | undefined, values: HostValues): Promise<void> {
  await ctx.db
    .update(deliveryTargets)
    .set(values)
    .where(eq(deliveryTargets.targetId, targetId ?? ''));
}

describe('of hosts people are told', () => {
  it('once that one cannot be reached, and once that it is right again', async () => {
    const { hosts } = await addDelivery(ctx.db, 'conf', { 'web-1': IN_SYNC, 'web-2': AWAY });
    expect(await told()).toEqual(['The host web-2 of acme/conf cannot be reached.']);
    expect(await told()).toEqual([]);
    await change(hosts['web-2'], { state: 'changed' });
    expect(await told()).toEqual([]);
    await change(hosts['web-2'], IN_SYNC);
    expect(await told()).toEqual(['The host web-2 has again what acme/conf should be there.']);
    expect(await told()).toEqual([]);
  });

  it('nothing before it has lasted', async () => {
    const { hosts } = await addDelivery(ctx.db, 'conf', { 'web-1': { ...AWAY, differsSince: ago(5) } });
    expect(await told()).toEqual([]);
    await change(hosts['web-1'], IN_SYNC);
    expect(await told()).toEqual([]);
  });

  it('each that differs, in one piece of news for each delivery', async () => {
    const four = { 'web-1': AWAY, 'web-2': AWAY, 'web-3': AWAY, 'web-4': { ...AWAY, state: 'changed' as const } };
    await addDelivery(ctx.db, 'conf', { ...four, 'web-5': IN_SYNC });
    expect(await told()).toEqual([
      '4 of 5 hosts of acme/conf are not what they should be: web-1, web-2, web-3 and 1 more.',
    ]);
  });

  it('that they are behind only where something should have delivered', async () => {
    await addDelivery(ctx.db, 'by-hand', { 'web-1': BEHIND, 'web-2': { ...AWAY, state: 'never' } });
    expect(await told()).toEqual([]);
    await addDelivery(ctx.db, 'site', { 'web-3': BEHIND }, { delivery: { afterSync: true } });
    expect(await told()).toEqual(['The host web-3 of acme/site is behind.']);
  });

  it('nothing while a run is under way, or where host or delivery is disabled', async () => {
    await addDelivery(ctx.db, 'a', { 'web-1': AWAY }, { delivery: { activeRunId: crypto.randomUUID() } });
    await addDelivery(ctx.db, 'b', { 'web-2': AWAY }, { delivery: { isEnabled: false } });
    await addDelivery(ctx.db, 'c', { 'web-3': AWAY }, { target: { isEnabled: false } });
    expect(await told()).toEqual([]);
  });
});

describe('of runs people are told', () => {
  it('that only some of the hosts got it, with those that did not, once, and that it is over', async () => {
    const one = await addDelivery(ctx.db, 'conf', { 'web-1': IN_SYNC, 'web-2': AWAY, 'web-3': IN_SYNC });
    const ids = one.hosts as Record<'web-1' | 'web-2' | 'web-3', string>;
    const partial = () =>
      addRun(
        ctx.db,
        one,
        { status: 'partial', errorKind: 'network', error: 'One host did not get it.' },
        {
          [ids['web-1']]: { status: 'delivered' },
          [ids['web-2']]: { status: 'failed', error: 'It does not answer.' },
          [ids['web-3']]: { status: 'delivered' },
        },
      );
    await partial();
    expect(await told()).toEqual(['Only 2 of 3 hosts got the last delivery of acme/conf; web-2 did not.']);
    await partial();
    expect(await told()).toEqual([]);
    // One that reached other hosts alone ends nothing.
    await addRun(ctx.db, one, { status: 'delivered' });
    expect(await told()).toEqual([]);
    await change(ids['web-2'], IN_SYNC);
    expect((await told()).join()).toMatch(
      /^1 delivery is well again|2 deliveries are well again: acme\/conf, acme\/conf$/,
    );
    expect(await told()).toEqual([]);
    // Soon after, it is quiet.
    await partial();
    expect(await told()).toEqual([]);
    await ctx.db.update(deliveries).set({ notifiedAt: ago(61) });
    expect(await told()).toHaveLength(1);
  });

  it('that secrets stopped it, at once, also where it failed before, and not of hosts that are behind for it', async () => {
    const one = await addDelivery(ctx.db, 'conf', { 'web-1': BEHIND }, { delivery: { afterSync: true } });
    await addRun(ctx.db, one, { status: 'failed', error: 'The disk is full.' });
    expect(await told()).toEqual(['acme/conf could not be delivered.']);
    await addRun(ctx.db, one, { status: 'blocked', errorKind: 'policy', error: 'aws-key in conf/prod.env, line 3.' });
    expect(await told()).toEqual(['acme/conf was not delivered: the look for secrets stopped it.']);
    expect(await told()).toEqual([]);
    await change(one.hosts['web-1'], IN_SYNC);
    await addRun(ctx.db, one, { status: 'delivered' });
    expect((await told())[0]).toMatch(/^acme\/conf is delivered again after/);
  });

  it('nothing of those that were cancelled, wait, or rolled back', async () => {
    const one = await addDelivery(ctx.db, 'conf', { 'web-1': IN_SYNC });
    await addRun(ctx.db, one, { status: 'cancelled' });
    await addRun(ctx.db, one, { status: 'waiting', endedAt: null });
    await addRun(ctx.db, one, { status: 'failed', trigger: 'rollback' });
    expect(await told()).toEqual([]);
  });
});

it('tells once that secrets stand in a repository, and that they are gone', async () => {
  const { repoId } = await addDelivery(ctx.db, 'conf', {});
  await ctx.db.insert(secretSettings).values({ repoId, isMarked: true });
  expect(await told()).toEqual(['A secret was found in the default branch of acme/conf.']);
  expect(await told()).toEqual([]);
  await ctx.db.update(secretSettings).set({ isMarked: false });
  expect((await told())[0]).toMatch(/acme\/conf are gone/);
});

it('tells whoever comes later of trouble, and of nothing that is over', async () => {
  const { hosts } = await addDelivery(ctx.db, 'conf', { 'web-1': AWAY });
  await told();
  await addNotificationTarget(ctx, { kind: 'webhook', url: 'http://127.0.0.1/later' });
  await change(hosts['web-1'], IN_SYNC);
  expect(await told()).toHaveLength(1);
});

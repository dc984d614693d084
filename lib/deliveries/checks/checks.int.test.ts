// Checks by the clock, and the repair of what they find; the hosts here do not answer, or are as the rows say.
import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveries, deliveryRuns, targets } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { AppEvent, Context } from '@/lib/context';
import { type AddedDelivery, addDelivery, addRun } from '@/lib/deliveries/verify/testing';
import type { VerifiedHost } from '@/lib/deliveries/verify/verification';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { repair } from './repair';
import { requestDueChecks } from './request-due-checks';
import { runCheck } from './run-check';

let database: TestDatabase;
let ctx: Context;
let sent: AppEvent[];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  sent = [];
  const env = parseEnv({ FRESHET_SECRET: 'a secret of more than thirty-two characters' });
  ctx = { actor: { kind: 'system' }, db: database.db, env, log, send: async (event) => void sent.push(event) };
});

const from = (seconds: number) => sql`now() + ${seconds} * interval '1 second'`;
const nextOf = async ({ deliveryId }: AddedDelivery) => {
  const [row] = await database.db
    .select({ seconds: sql<number>`extract(epoch from ${deliveries.nextVerifyAt} - now())::float8` })
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId));
  return Math.round(row?.seconds ?? Number.NaN);
};

describe('the clock', () => {
  const hourly = { verifyIntervalSeconds: 3600 };

  it('asks for the checks that are due, each once, whoever looks at the same time', async () => {
    const due = await addDelivery(database.db, 'due', {}, { delivery: { ...hourly, nextVerifyAt: from(-1) as never } });
    const fresh = await addDelivery(database.db, 'new', {}, { delivery: hourly });
    await addDelivery(database.db, 'later', {}, { delivery: { ...hourly, nextVerifyAt: from(1800) as never } });
    await addDelivery(database.db, 'by-hand', {});
    await addDelivery(database.db, 'off', {}, { delivery: { ...hourly, isEnabled: false } });
    await addDelivery(database.db, 'old', {}, { delivery: hourly, repo: { status: 'archived' } });
    await addDelivery(database.db, 'binned', {}, { delivery: hourly, repo: { deletedAt: new Date() } });
    const asked = await Promise.all([requestDueChecks(ctx), requestDueChecks(ctx)]);
    expect(asked.reduce((sum, one) => sum + one, 0)).toBe(2);
    const ids = sent.map((event) => ('delivery_id' in event.data ? event.data.delivery_id : ''));
    expect(ids.sort()).toEqual([due.deliveryId, fresh.deliveryId].sort());
    expect(await requestDueChecks(ctx)).toBe(0);
    // One that got lost is asked for again.
    expect(await nextOf(due)).toBeGreaterThan(3500);
    expect(await requestDueChecks({ ...ctx, env: { ...ctx.env, readOnly: true } })).toBe(0);
  });

  it('waits for nothing that was written while it was ahead', async () => {
    await addDelivery(database.db, 'ahead', {}, { delivery: { ...hourly, nextVerifyAt: from(86_400) as never } });
    expect(await requestDueChecks(ctx)).toBe(1);
  });

  it('looks again soon where hosts differ, and when its time has come where they do not', async () => {
    const one = await addDelivery(database.db, 'conf', { 'web-1': {} }, { delivery: hourly });
    // An address that this server does not talk to: it is no host to be reached.
    await database.db.update(targets).set({ host: '192.0.2.1', keyCiphertext: Buffer.from('nonsense') });
    expect(await runCheck(ctx, { deliveryId: one.deliveryId })).toMatchObject({ hosts: 1, differing: 1, repair: null });
    expect(await nextOf(one)).toBeLessThanOrEqual(300);
    await database.db.update(targets).set({ isEnabled: false });
    expect(await runCheck(ctx, { deliveryId: one.deliveryId })).toMatchObject({ hosts: 0, differing: 0 });
    expect(await nextOf(one)).toBeGreaterThan(3500);
    expect(await runCheck(ctx, { deliveryId: randomUUID() })).toBeNull();
  });

  it('has the files of each host read once a day, whatever becomes of the others', async () => {
    const hour = 3_600_000;
    const read = (hours: number) =>
      ({ state: 'in_sync', deepVerifiedAt: new Date(Date.now() - hours * hour) }) as const;
    const { deliveryId } = await addDelivery(
      database.db,
      'conf',
      {
        'read-1': read(1),
        'read-2': read(23),
        due: read(25),
        away: { state: 'unreachable' },
        new: { state: 'never' },
        edited: { ...read(1), state: 'changed', changedCount: 1 },
      },
      { delivery: hourly },
    );
    await database.db.update(targets).set({ host: '192.0.2.1', path: sql`'/srv/' || name` });
    expect(await runCheck(ctx, { deliveryId })).toMatchObject({ hosts: 6, deep: 3 });
    expect(await runCheck(ctx, { deliveryId, deep: true })).toMatchObject({ deep: 6 });
  });
});

describe('a repair', () => {
  const host = (id: string | undefined, state: VerifiedHost['state'], commit = 'a'.repeat(40)) =>
    ({ target: { id: id ?? '', name: 'x', address: 'x' }, state, commit }) as VerifiedHost;
  const check = (one: AddedDelivery, hosts: VerifiedHost[], isSet = true) =>
    repair(
      ctx,
      { id: one.deliveryId, repair: isSet, isEnabled: true },
      { delivery_id: one.deliveryId, hosts, in_sync: false },
    );
  const runs = async () => await database.db.select().from(deliveryRuns);

  it('delivers to the hosts that differ, once for each check, and waits longer each time', async () => {
    const one = await addDelivery(database.db, 'conf', { a: {}, b: {}, c: {} });
    const found = [host(one.hosts.a, 'behind'), host(one.hosts.b, 'unreachable'), host(one.hosts.c, 'in_sync')];
    expect(await check(one, found, false)).toBeNull();
    const runId = await check(one, found);
    expect(await runs()).toMatchObject([{ id: runId, trigger: 'repair', force: false }]);
    const outcomes = await database.db.execute(sql`select target_id from delivery_outcomes`);
    expect(outcomes).toMatchObject([{ target_id: one.hosts.a }]);
    expect(sent).toMatchObject([{ name: 'delivery/run.requested', data: { run_id: runId } }]);
    // Under way, and then right after it: no loop.
    expect(await check(one, found)).toBeNull();
    await database.db.update(deliveryRuns).set({ status: 'failed', endedAt: new Date() });
    await database.db.update(deliveries).set({ activeRunId: null, dirty: false });
    expect(await check(one, found)).toBeNull();
    await database.db.update(deliveryRuns).set({ createdAt: from(-301) as never });
    expect(await check(one, [host(one.hosts.a, 'changed')])).not.toBeNull();
    expect((await runs()).map((run) => run.force).sort()).toEqual([false, true]);
    expect(await database.db.select().from(deliveries)).toMatchObject([{ dirty: false }]);
  });

  it('leaves alone what holds something else, what was rolled back, and what secrets stopped', async () => {
    const one = await addDelivery(database.db, 'conf', { a: {}, b: {} });
    expect(await check(one, [host(one.hosts.a, 'foreign'), host(one.hosts.b, 'ahead')])).toBeNull();
    await addRun(database.db, one, { trigger: 'rollback' }, { [one.hosts.a ?? '']: { status: 'delivered' } });
    expect(await check(one, [host(one.hosts.a, 'behind')])).toBeNull();
    await addRun(database.db, one, { status: 'blocked', commit: 'a'.repeat(40) });
    expect(await check(one, [host(one.hosts.b, 'behind')])).toBeNull();
    expect(await check(one, [host(one.hosts.b, 'behind', 'b'.repeat(40))])).not.toBeNull();
  });
});

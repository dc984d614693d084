// What people change while a run is under way: nothing is sent that was not looked at, and nothing where it has no place.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { deliveryReleases } from '@/db/schema';
import type { TargetHost } from '@/e2e/servers/target-host';
import { changeDelivery } from '@/lib/deliveries/change-delivery';
import { getDelivery } from '@/lib/deliveries/list-deliveries';
import { addTargetRow, deliveryOf, liveText, startHost } from '@/lib/deliveries/testing';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { AppError } from '@/lib/errors';
import { added, openWorld, SYSTEM, world } from '@/lib/sync/testing';
import { deliverToHost } from './deliver-to-host';
import { makeReady } from './make-ready';
import { failOutcome } from './outcome-state';
import { prepareRun } from './prepare-run';
import { requestDelivery, runDelivery } from './request-delivery';

openWorld();
const ctx = () => world.as(SYSTEM);
const options = { retrySeconds: () => null };
let host: TargetHost;
beforeAll(async () => {
  host = await startHost();
});

/** A run that is ready for its one host, which nobody has been told of. */
async function ready(name: string, files: Record<string, string>, rules: { subfolder?: string } = {}) {
  const { id: repoId } = await added(`${name}/tree`, files);
  const targetId = await addTargetRow(name, host, { name: 'host', folder: name });
  const delivery = await deliveryOf(repoId, { target_ids: [targetId], ...rules });
  const runId = (await requestDelivery({ ...ctx(), send: async () => {} }, delivery.id, { trigger: 'sync' })) ?? '';
  expect(await makeReady(ctx(), runId, options)).toEqual([targetId]);
  return { name, repoId, delivery, runId, targetId, live: path.join(host.root, name) };
}

it('sends nothing by rules that are not those of the tree that was looked at', async () => {
  const { delivery, runId, targetId, live } = await ready(
    'rules',
    { 'site/a.txt': 'one\n', 'keys/b.txt': 'never scanned\n' },
    { subfolder: 'site' },
  );
  await changeDelivery(ctx(), delivery.id, { subfolder: 'keys' });
  await expect(deliverToHost(ctx(), { runId, targetId }, options)).rejects.toThrow('changed while this run');
  expect(existsSync(live)).toBe(false);
  expect(await getDeliveryRun(ctx(), runId)).toMatchObject({ status: 'failed', error_kind: 'policy' });
});

it('sends nothing to a host that was taken out of the delivery, and that another one has by now', async () => {
  const { name, repoId, delivery, runId, targetId } = await ready('taken', { 'a.txt': 'one\n' });
  const other = await addTargetRow(name, host, { name: 'other', folder: 'taken-other' });
  await changeDelivery(ctx(), delivery.id, { target_ids: [other] });
  const theirs = await deliveryOf(repoId, { target_ids: [targetId] });
  const id = (await requestDelivery({ ...ctx(), send: async () => {} }, theirs.id, { trigger: 'sync' })) ?? '';
  await makeReady(ctx(), id, options);
  await deliverToHost(ctx(), { runId: id, targetId }, options);
  expect(await deliverToHost(ctx(), { runId, targetId }, options)).toBeNull();
  expect(await liveText(host, 'a.txt', name)).toBe('one\n');
  const run = await getDeliveryRun(ctx(), runId);
  expect(run.status).toBe('failed');
  expect(run.outcomes).toMatchObject([{ status: 'cancelled', attempts: 0 }]);
});

it('goes on where very many attempts were cut', async () => {
  const { delivery, runId, targetId, live } = await ready('cut', { 'a.txt': 'one\n' });
  const cut = Array.from({ length: 150 }, (_, n) => `cut-${n}`);
  const values = { targetId, deliveryId: delivery.id, commit: 'a'.repeat(40), digest: 'b'.repeat(64) };
  await ctx()
    .db.insert(deliveryReleases)
    .values([
      ...cut.map((name) => ({ ...values, name })),
      { ...values, name: 'long-gone', state: 'removed', createdAt: new Date('2020-01-01') },
    ]);
  expect(await deliverToHost(ctx(), { runId, targetId }, options)).toMatchObject({ outcome: 'delivered' });
  const left = await ctx().db.$client<{ state: string }[]>`
    select state from delivery_releases where target_id = ${targetId} and state <> 'removed'`;
  expect(left.filter(({ state }) => state === 'incoming')).toHaveLength(50);
  expect(left.filter(({ state }) => state === 'live')).toHaveLength(1);
  expect(existsSync(live)).toBe(true);
  expect(await ctx().db.$client`select 1 from delivery_releases where name = 'long-gone'`).toHaveLength(0);
});

it('is followed by one more run of all hosts, but only if that was asked for', async () => {
  const { delivery, targetId } = await ready('followed', { 'a.txt': 'one\n' });
  const isDirty = async () => {
    const [row] = await ctx().db.$client<{ dirty: boolean }[]>`select dirty from deliveries where id = ${delivery.id}`;
    return row?.dirty;
  };
  await expect(runDelivery(ctx(), delivery.id, { target_ids: [targetId] }, 'api')).rejects.toThrow('Ask again');
  expect(await isDirty()).toBe(false);
  await expect(runDelivery(ctx(), delivery.id, {}, 'api')).rejects.toThrow('Another one follows');
  expect(await isDirty()).toBe(true);
});

it('does not begin once its delivery was switched off', async () => {
  const { id: repoId } = await added('off/tree', { 'a.txt': 'one\n' });
  const targetId = await addTargetRow('off', host, { name: 'host', folder: 'off' });
  const { id } = await deliveryOf(repoId, { target_ids: [targetId] });
  const { id: runId } = await runDelivery({ ...ctx(), send: async () => {} }, id, {}, 'api');
  await changeDelivery(ctx(), id, { is_enabled: false });
  expect(await prepareRun(ctx(), runId)).toBe('over');
  expect(await getDeliveryRun(ctx(), runId)).toMatchObject({
    status: 'cancelled',
    error: expect.stringContaining('off'),
  });
});

it('calls no host unreachable that nobody tried to reach', async () => {
  const { delivery, runId, targetId } = await ready('blame', { 'a.txt': 'one\n' });
  const stateAfter = async (code: 'conflict' | 'upstream') => {
    const failure = new AppError(code, 'x', { kind: 'timeout', retryable: true });
    await failOutcome(ctx(), { runId, targetId }, { failure, retrySeconds: 60 });
    return (await getDelivery(ctx(), delivery.id)).hosts.map(({ state }) => state);
  };
  expect(await stateAfter('conflict')).toEqual(['never']);
  expect(await stateAfter('upstream')).toEqual(['unreachable']);
});

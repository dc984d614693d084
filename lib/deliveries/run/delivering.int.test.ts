// Deliveries from the request to the hosts, against real servers.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { TargetHost } from '@/e2e/servers/target-host';
import { changeDelivery } from '@/lib/deliveries/change-delivery';
import { deleteDelivery } from '@/lib/deliveries/delete-delivery';
import { getDelivery } from '@/lib/deliveries/list-deliveries';
import { listReleases } from '@/lib/deliveries/list-releases';
import {
  addTargetRow,
  deliverNow,
  deliveryOf,
  liveRelease,
  liveText,
  restingDelivery,
  runOver,
  runThat,
  startHost,
} from '@/lib/deliveries/testing';
import { TOKEN } from '@/lib/secret-scans/testing';
import { added, delayRetries, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { cancelDeliveryRun } from './cancel-delivery-run';
import { deliverToHost } from './deliver-to-host';
import { requestDelivery, runDelivery } from './request-delivery';
import { rollBackHost } from './roll-back-host';
import { sweepDeliveries } from './sweep-deliveries';

openWorld();
const ctx = () => world.as(SYSTEM);
let hosts: [TargetHost, TargetHost, TargetHost];
beforeAll(async () => {
  hosts = [await startHost(), await startHost(), await startHost()];
});

/** A repository with a target of its own on each of the hosts. */
async function spread(name: string, files: Record<string, string> = { 'a.txt': 'one\n' }) {
  const { id, git } = await added(`${name}/tree`, files);
  const targetIds = await Promise.all(
    hosts.map((host, number) => addTargetRow(name, host, { name: `host${number}`, folder: name })),
  );
  return { repoId: id, git, targetIds, texts: () => Promise.all(hosts.map((host) => liveText(host, 'a.txt', name))) };
}

it('brings a tree to three hosts, then what changed, and back again by one rename', async () => {
  const { repoId, git, targetIds, texts } = await spread('all');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  expect(delivery.hosts.map(({ state }) => state)).toEqual(['never', 'never', 'never']);
  const first = await deliverNow(delivery.id);
  expect(first).toMatchObject({ status: 'delivered', error: null, ref: 'main', file_count: 1, fallback_reason: null });
  expect(first.outcomes.map(({ status, attempts }) => [status, attempts])).toEqual(Array(3).fill(['delivered', 1]));
  expect(first.outcomes[0]?.log).toContain('is live');
  expect(await texts()).toEqual(['one\n', 'one\n', 'one\n']);

  expect(await deliverNow(delivery.id)).toMatchObject({ status: 'unchanged', commit: first.commit });

  const tip = await git.commit({ 'a.txt': 'two\n' });
  const second = await deliverNow(delivery.id);
  expect(second).toMatchObject({ status: 'delivered', commit: tip });
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);
  const now = await getDelivery(ctx(), delivery.id);
  expect(now.hosts.map(({ state, commit }) => [state, commit])).toEqual(Array(3).fill(['in_sync', tip]));

  // Only what is recorded here counts: one live and one kept release of each.
  const releases = (await listReleases(ctx(), delivery.id)).items;
  expect(releases.map(({ state }) => state).sort()).toEqual([...Array(3).fill('kept'), ...Array(3).fill('live')]);
  const [target] = targetIds;
  const kept = releases.find((one) => one.target_id === target && one.state === 'kept');
  const back = await runOver((await rollBackHost(ctx(), delivery.id, { target_id: target ?? '' })).id);
  expect(back).toMatchObject({ status: 'delivered', trigger: 'rollback', commit: first.commit });
  expect(await texts()).toEqual(['one\n', 'two\n', 'two\n']);
  expect(await liveRelease(hosts[0], 'all')).toBe(kept?.name);
  await expect(rollBackHost(ctx(), delivery.id, { target_id: target ?? '', release: 'nothing' })).rejects.toThrow(
    'keeps no release of this name',
  );
  // What was live before it is what one can go back to now.
  await runOver((await rollBackHost(ctx(), delivery.id, { target_id: target ?? '' })).id);
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);

  await deleteDelivery(ctx(), delivery.id);
  expect(existsSync(path.join(world.env.dataDir, 'deliveries', delivery.id))).toBe(false);
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);
});

it('goes back where files are changed in place: the earlier commit is sent again', async () => {
  const { id: repoId, git } = await added('inplace/tree', { 'a.txt': 'one\n', 'gone.txt': 'one\n' });
  const target = await addTargetRow('inplace', hosts[0], { name: 'host', folder: 'inplace', mode: 'in_place' });
  const delivery = await deliveryOf(repoId, { target_ids: [target] });
  const first = await deliverNow(delivery.id);
  const tip = await git.commit({ 'a.txt': 'two\n', 'gone.txt': null });
  expect(await deliverNow(delivery.id)).toMatchObject({ status: 'delivered', commit: tip });
  const back = await runOver((await rollBackHost(ctx(), delivery.id, { target_id: target })).id);
  expect(back).toMatchObject({ status: 'delivered', trigger: 'rollback', commit: first.commit });
  expect(await liveText(hosts[0], 'a.txt', 'inplace')).toBe('one\n');
  expect(await liveText(hosts[0], 'gone.txt', 'inplace')).toBe('one\n');
  expect(await liveText(hosts[0], '.sync_rev', 'inplace')).toContain(first.commit ?? 'a commit');
  expect((await getDelivery(ctx(), delivery.id)).hosts[0]).toMatchObject({ state: 'behind', commit: first.commit });
  expect(await deliverNow(delivery.id)).toMatchObject({ status: 'delivered', commit: tip });
  expect(existsSync(path.join(hosts[0].root, 'inplace/gone.txt'))).toBe(false);
});

it('tells that only some hosts have it, and holds none of the others for one that is down', async () => {
  const { repoId, targetIds, texts } = await spread('partial');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  await hosts[2].refuseNew();
  onTestFinished(() => hosts[2].serveNew());
  const { id } = await runDelivery(ctx(), delivery.id, {}, 'manual');
  const waiting = await runThat(
    id,
    ({ outcomes }) => outcomes.filter((one) => one.status === 'delivered').length === 2,
  );
  expect(['queued', 'sending']).toContain(waiting.outcomes[2]?.status);
  const run = await runOver(id);
  expect(run).toMatchObject({ status: 'partial', error_kind: 'network' });
  expect(run.error).toContain('2 of 3 hosts');
  expect(run.outcomes[2]).toMatchObject({
    status: 'failed',
    attempts: 4,
    error_kind: 'network',
    next_attempt_at: null,
  });
  expect(run.outcomes[2]?.log).toContain('tried again');
  const now = await getDelivery(ctx(), delivery.id);
  expect(now.last_run?.status).toBe('partial');
  expect(now.hosts.map(({ state }) => state)).toEqual(['in_sync', 'in_sync', 'unreachable']);

  await hosts[2].serveNew();
  expect(await deliverNow(delivery.id, { target_ids: [targetIds[2] ?? ''] })).toMatchObject({ status: 'delivered' });
  expect(await texts()).toEqual(['one\n', 'one\n', 'one\n']);
});

it('sends nothing that holds a secret, and says where it stands but not what it is', async () => {
  const { repoId, targetIds } = await spread('secret', { 'a.txt': `token = '${TOKEN}'\n` });
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  const run = await deliverNow(delivery.id);
  expect(run).toMatchObject({ status: 'blocked', error_kind: 'policy' });
  expect(run.error).toContain('a.txt');
  expect(run.error).not.toContain(TOKEN);
  expect(run.outcomes.map(({ status }) => status)).toEqual(Array(3).fill('cancelled'));
  expect(existsSync(path.join(hosts[0].root, 'secret'))).toBe(false);
  expect((await getDelivery(ctx(), delivery.id)).active_run_id).toBeNull();

  await changeDelivery(ctx(), delivery.id, { block_on_secrets: false });
  expect(await deliverNow(delivery.id)).toMatchObject({ status: 'delivered' });
});

it('waits for an upstream that is away, or delivers the last good state and says so', async () => {
  delayRetries();
  const { repoId, git, targetIds, texts } = await spread('away');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  await deliverNow(delivery.id);
  const { name } = git;
  world.git.tokens.set(name, 'nobody knows it');
  const { id } = await runDelivery(ctx(), delivery.id, {}, 'api');
  const waiting = await runThat(id, ({ status, error }) => status === 'waiting' && error !== null);
  expect(waiting.error).toContain('as soon as a sync works');

  // Whoever asks anew takes its place.
  await changeDelivery(ctx(), delivery.id, { fallback_to_local: true });
  const fallen = await deliverNow(delivery.id);
  expect(fallen.status).toBe('unchanged');
  expect(fallen.fallback_reason).not.toBeNull();
  expect((await runOver(id)).error).toContain('took its place');

  await changeDelivery(ctx(), delivery.id, { fallback_to_local: false });
  const again = await runDelivery(ctx(), delivery.id, {}, 'api');
  await runThat(again.id, ({ status, error }) => status === 'waiting' && error !== null);
  world.git.tokens.delete(name);
  await git.commit({ 'a.txt': 'two\n' });
  await sync(repoId);
  expect(await runOver(again.id)).toMatchObject({ status: 'delivered', fallback_reason: null, error: null });
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);
});

it('follows each sync that brought something, if it is to', async () => {
  const { repoId, git, targetIds, texts } = await spread('follows');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds, after_sync: true });
  await git.commit({ 'a.txt': 'two\n' });
  await sync(repoId);
  const rested = await restingDelivery(delivery.id);
  expect(rested.last_run?.status).toBe('delivered');
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);
  const [{ count } = { count: 0 }] = await ctx().db.$client<{ count: number }[]>`
    select count(*)::int as count from delivery_runs where delivery_id = ${delivery.id} and trigger = 'sync'`;
  await sync(repoId);
  expect((await restingDelivery(delivery.id)).last_run?.id).toBe(rested.last_run?.id);
  expect(count).toBe(1);
});

it('is one run however many ask at once, and one at a time works on a host', async () => {
  const { repoId, targetIds } = await spread('twice');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  const asked = await Promise.allSettled([1, 2, 3].map(() => runDelivery(ctx(), delivery.id, {}, 'api')));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(asked.filter((one) => one.status === 'rejected' && one.reason.code === 'conflict')).toHaveLength(2);
  // What was asked for meanwhile is one more run, and no third.
  expect((await restingDelivery(delivery.id)).last_run?.status).toBe('unchanged');
  const runs = await ctx().db.$client`select id from delivery_runs where delivery_id = ${delivery.id}`;
  expect(runs).toHaveLength(2);

  // Two processes that both believe the host is theirs: the second waits for the first, and finds it done.
  const runId = await requestDelivery({ ...ctx(), send: async () => {} }, delivery.id, {
    trigger: 'sync',
    force: true,
  });
  const { makeReady } = await import('./make-ready');
  const options = { retrySeconds: () => null };
  await makeReady(ctx(), runId ?? '', options);
  const id = { runId: runId ?? '', targetId: targetIds[0] ?? '' };
  await Promise.all([deliverToHost(ctx(), id, options), deliverToHost(ctx(), id, options)]);
  const releases = await ctx().db.$client<{ state: string }[]>`
    select state from delivery_releases where target_id = ${id.targetId}`;
  expect(releases.filter(({ state }) => state === 'live')).toHaveLength(1);
  expect(releases.filter(({ state }) => state === 'incoming')).toHaveLength(0);
  // The other two hosts were never told: the sweep tells them.
  await sweepDeliveries(ctx());
  expect(await runOver(id.runId)).toMatchObject({ status: 'delivered' });
});

it('is cancelled in the middle: what is live stays, and the delivery is free', async () => {
  const { repoId, targetIds, texts, git } = await spread('cancel');
  const delivery = await deliveryOf(repoId, { target_ids: targetIds });
  await deliverNow(delivery.id);
  await git.commit({ 'a.txt': 'two\n' });
  hosts[1].hangNew();
  onTestFinished(() => hosts[1].serveNew());
  const { id } = await runDelivery(ctx(), delivery.id, {}, 'manual');
  await runThat(id, ({ outcomes }) => outcomes.filter((one) => one.status === 'delivered').length === 2);
  const cancelled = await cancelDeliveryRun(ctx(), id);
  expect(cancelled.status).toBe('cancelled');
  expect(cancelled.outcomes.map(({ status }) => status)).toEqual(['delivered', 'cancelled', 'delivered']);
  expect(await texts()).toEqual(['two\n', 'one\n', 'two\n']);
  await expect(cancelDeliveryRun(ctx(), id)).rejects.toMatchObject({ code: 'conflict' });
  await hosts[1].serveNew();
  expect(await deliverNow(delivery.id)).toMatchObject({ status: 'delivered' });
  expect(await texts()).toEqual(['two\n', 'two\n', 'two\n']);
});

it('goes to fifty hosts side by side, and one that hangs holds only its own place', async () => {
  const { id: repoId } = await added('many/tree', { 'a.txt': 'one\n' });
  const [one, hung] = hosts;
  const folders = Array.from({ length: 49 }, (_, number) => `many${number}`);
  for (const folder of folders) await addTargetRow('many', one, { name: folder, folder, group: 'all' });
  await addTargetRow('many', hung, { name: 'hung', folder: 'many', group: 'all' });
  const delivery = await deliveryOf(repoId, { group: 'all' });
  expect(delivery.hosts).toHaveLength(50);
  hung.hangNew();
  onTestFinished(() => hung.serveNew());
  const { id } = await runDelivery(ctx(), delivery.id, {}, 'api');
  const run = await runThat(id, ({ outcomes }) => outcomes.filter((each) => each.status === 'delivered').length === 49);
  expect(run.status).toBe('running');
  expect(['queued', 'sending']).toContain(run.outcomes.find((each) => each.target.name === 'hung')?.status);
  expect(new Set(await Promise.all(folders.map((folder) => liveText(one, 'a.txt', folder))))).toEqual(
    new Set(['one\n']),
  );
  await cancelDeliveryRun(ctx(), id);
});

// What upstream asks for again and again ends in few runs, and is never forgotten.
import { describe, expect, it } from 'vitest';
import { getRepo } from '@/lib/repos/get-repo';
import { added, found, openWorld, SYSTEM, watched, world } from '@/lib/sync/testing';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { markSyncsPending, requestSoon } from './request-soon';
import { requestSync } from './request-sync';

openWorld();

describe('an upstream that asks again and again', () => {
  it('gets one run at once and one for all the rest, and its last word counts', async () => {
    const { id, git } = await added('acme/chatty', { 'a.txt': '0\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update sync_runs set created_at = now() - interval '1 minute' where repo_id = ${id}`;
    const outcomes: string[] = [];
    for (let i = 1; i <= 30; i++) {
      await git.commit({ 'a.txt': `${i} capercaillie${i}\n` });
      outcomes.push(await requestSoon(world.as(SYSTEM), id, { trigger: 'webhook' }));
    }
    expect(outcomes[0]).toBe('started');
    expect(new Set(outcomes.slice(1))).toEqual(new Set(['coalesced']));
    await expect.poll(() => found('capercaillie30')).toEqual(['acme/chatty:a.txt']);
    await world.settle(id);
    expect((await world.runs(id)).length).toBeLessThanOrEqual(4);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'ready', head_commit: await git.tip() });
  });

  it('is heard although the run under way fails for good', async () => {
    const { id, git } = await added('acme/failing', { 'a.txt': 'x\n' });
    const fault = { match: 'acme/failing', status: 404, delayMs: 300, times: 1 };
    world.git.faults.push(fault);
    await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
    const sha = await git.commit({ 'a.txt': 'y\n' });
    expect(await requestSoon(world.as(SYSTEM), id, { trigger: 'webhook' })).toBe('coalesced');
    await expect.poll(async () => (await getRepo(world.as(SYSTEM), id)).head_commit).toBe(sha);
  });

  it('is heard although the process dies between the answer and the start', async () => {
    const { id, git } = await added('acme/cut-off', { 'a.txt': 'x\n' });
    const sha = await git.commit({ 'a.txt': 'y\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update sync_runs set created_at = now() - interval '1 minute' where repo_id = ${id}`;
    expect(await markSyncsPending(world.as(SYSTEM), [id])).toEqual(new Map([[id, 'start']]));
    await db`update repos set dirty_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).head_commit).toBe(sha);
  });

  it('is heard although the engine could not be told', async () => {
    const { id, git } = await added('acme/unheard', { 'a.txt': 'old murmur\n' });
    const watch = watched(id, 'murmur', { 'a.txt': 'old murmur' });
    watch.may(id, { 'a.txt': 'new murmur' });
    const sha = await git.commit({ 'a.txt': 'new murmur\n' });
    const deaf = { ...world.as(SYSTEM), send: () => Promise.reject(new Error('no engine')) };
    expect(await watch.during(() => requestSoon(deaf, id, { trigger: 'webhook' }))).toBe('coalesced');
    await world.as(SYSTEM).db.$client`update repos set dirty_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).head_commit).toBe(sha);
  });
});

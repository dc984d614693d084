// What nothing alive backs is put right.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { added, openWorld, SYSTEM, watched, world } from '@/lib/sync/testing';
import { pruneRuns } from './prune-runs';
import { sweep } from './sweep';

openWorld();

describe('a sweep', () => {
  it('frees a repository whose run has ended, goes on with follow-ups, and removes half clones of nobody', async () => {
    const { id } = await added('acme/swept', { 'a.txt': 'swept\n' });
    const db = world.as(SYSTEM).db.$client;
    const [run] = await world.runs(id);
    await db`update repos set active_run_id = ${run?.id ?? null}, status = 'indexing' where id = ${id}`;
    const stray = `${mirrorDir(world.env.dataDir, '11111111-1111-4111-8111-111111111111')}.new-cut`;
    await writeFile(stray, '');
    const watch = watched(id, 'swept', { 'a.txt': 'swept' });
    const swept = await watch.during(() => sweep(world.as(SYSTEM)));
    expect(swept.ended).toBe(1);
    expect(existsSync(stray)).toBe(false);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'error', active_run_id: null });
    await db`update repos set dirty = true where id = ${id}`;
    expect((await sweep(world.as(SYSTEM))).followUps).toBe(1);
    expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
    expect(await watch.stop()).toEqual([]);
  });

  it('corrects statuses that nothing backs and wakes what has nothing coming', async () => {
    const { id } = await added('acme/stuck', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update repos set status = 'indexing', next_check_at = null where id = ${id}`;
    await sweep(world.as(SYSTEM));
    const repo = await getRepo(world.as(SYSTEM), id);
    expect(repo.status).toBe('ready');
    expect(repo.next_check_at).not.toBeNull();
    await db`update repos set status = 'pending', added_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).status).toBe('ready');
  });

  it('goes on with the others where one follow-up cannot be started', async () => {
    const db = world.as(SYSTEM).db.$client;
    const { id } = await added('acme/blocked', { 'a.txt': 'x\n' });
    const other = await added('acme/unblocked', { 'a.txt': 'x\n' });
    await db`update repos set dirty = true, url = null where id = ${id}`;
    await db`update repos set dirty = true where id = ${other.id}`;
    expect((await sweep(world.as(SYSTEM))).followUps).toBe(1);
    await expect.poll(async () => (await world.runs(other.id))[0]?.trigger).toBe('repair');
    await db`update repos set dirty = false where id = ${id}`;
  });

  it('drops old runs but the newest and those that say what was rewritten', async () => {
    const { id } = await added('acme/old', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`
      insert into sync_runs (repo_id, trigger, status, created_at)
      select ${id}, 'schedule', 'unchanged', now() - interval '3 days' - n * interval '1 minute'
      from generate_series(1, 120) n`;
    expect(await pruneRuns(world.as(SYSTEM))).toBe(71);
    expect(await pruneRuns(world.as(SYSTEM))).toBe(0);
    const [left] = await db`select count(*)::int as n from sync_runs where repo_id = ${id}`;
    expect(left!.n).toBe(50);
  });
});

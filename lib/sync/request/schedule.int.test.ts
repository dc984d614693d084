// When a repository is due.
import { describe, expect, it } from 'vitest';
import { getRepo } from '@/lib/repos/get-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { added, found, openWorld, SYSTEM, sync, watched, world } from '@/lib/sync/testing';
import { requestDueSyncs } from './schedule';

openWorld();

describe('the schedule', () => {
  it('syncs what is due and nothing else', async () => {
    const { id, git } = await added('acme/due', { 'a.txt': 'gecko\n' });
    const db = world.as(SYSTEM).db.$client;
    await requestDueSyncs(world.as(SYSTEM));
    expect(await world.runs(id)).toHaveLength(1);
    await git.commit({ 'a.txt': 'skink\n' });
    await db`update repos set next_check_at = now() where id = ${id}`;
    await requestDueSyncs(world.as(SYSTEM));
    await expect.poll(() => found('skink')).toEqual(['acme/due:a.txt']);
    expect((await world.runs(id))[0]?.trigger).toBe('schedule');
  });

  it('follows how often upstream moves, what people set, and how often it failed', async () => {
    const { id, git } = await added('acme/paced', { 'a.txt': 'one\n' });
    const db = world.as(SYSTEM).db.$client;
    const interval = async () => {
      const [row] = await db`
        select check_seconds, extract(epoch from next_check_at - now())::float8 as next from repos where id = ${id}`;
      return row as unknown as { check_seconds: number | null; next: number | null };
    };
    await git.commit({ 'a.txt': 'two\n' });
    await sync(id);
    const moved = await interval();
    expect(moved.check_seconds).toBe(45);
    expect(moved.next).toBeGreaterThan(35);
    expect(moved.next).toBeLessThan(50);
    await db`update repos set moved_at = now() - interval '80 minutes' where id = ${id}`;
    await sync(id);
    expect((await interval()).check_seconds).toBe(600);
    await db`update repos set moved_at = now() - interval '80 days' where id = ${id}`;
    await sync(id);
    const resting = await interval();
    expect(resting.check_seconds).toBe(8 * 60 * 60);
    expect(resting.next).toBeGreaterThan(7 * 60 * 60);

    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 120 });
    expect((await interval()).next).toBeLessThanOrEqual(0.1);
    await sync(id);
    expect((await interval()).check_seconds).toBe(120);
    const fault = { match: 'acme/paced', status: 404 };
    world.git.faults.push(fault);
    await sync(id);
    expect((await interval()).next).toBeGreaterThan(120 * 0.85);
    for (let i = 0; i < 3; i++) await sync(id);
    expect((await interval()).next).toBeLessThan(120 * 1.15);
    await db`update repos set failing_since = now() - interval '16 minutes' where id = ${id}`;
    await sync(id);
    expect((await interval()).next).toBeGreaterThan(16 * 60 * 0.85);
    expect((await interval()).next).toBeLessThan(16 * 60 * 1.15);
    await db`update repos set failing_since = now() - interval '30 days' where id = ${id}`;
    await sync(id);
    expect((await interval()).next).toBeLessThan(8 * 60 * 60 * 1.15);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ failure_count: 6, failing_since: expect.any(String) });
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    await sync(id);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ failure_count: 0, failing_since: null });

    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 0 });
    await sync(id);
    expect(await interval()).toEqual({ check_seconds: null, next: null });
    await db`update repos set next_check_at = now() where id = ${id}`;
    await requestDueSyncs(world.as(SYSTEM));
    expect((await getRepo(world.as(SYSTEM), id)).active_run_id).toBeNull();
  });

  it('leaves a host alone that asked us to wait, all of its repositories', async () => {
    const { id } = await added('acme/polite', { 'a.txt': 'x\n' });
    const other = await added('acme/neighbour', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    world.git.faults.push({ match: 'acme/polite', status: 429, headers: { 'retry-after': '120' }, times: 1 });
    const watch = watched(id, 'x', { 'a.txt': 'x' });
    await watch.during(() => sync(id));
    expect(await watch.stop()).toEqual([]);
    await db`update repos set next_check_at = now() where id = ${other.id}`;
    await requestDueSyncs(world.as(SYSTEM));
    expect((await getRepo(world.as(SYSTEM), other.id)).active_run_id).toBeNull();
    await db`update paused_hosts set until = now()`;
    await requestDueSyncs(world.as(SYSTEM));
    await expect.poll(async () => (await world.runs(other.id))[0]?.trigger).toBe('schedule');
    // A person is not kept waiting.
    expect((await sync(id)).status).toBe('ready');
  });

  it('never queues more than the engine gets through, the longest overdue first', async () => {
    const db = world.as(SYSTEM).db.$client;
    const [org] = await db`insert into orgs (name) values ('many') returning id`;
    await db`
      insert into repos (org_id, name, url, source_key, status, next_check_at)
      select ${org!.id}, 'many-' || n, 'https://nowhere.invalid/many/' || n, 'nowhere.invalid/many/' || n, 'ready',
        now() - n * interval '1 second' from generate_series(1, 300) n`;
    const requested = await requestDueSyncs({ ...world.as(SYSTEM), send: async () => {} });
    expect(requested).toBeGreaterThan(0);
    expect(requested).toBeLessThanOrEqual(10 * world.env.concurrentSyncs);
    const claimed = await db<{ n: number }[]>`
      select split_part(name, '-', 2)::int as n from repos where name like 'many-%' and active_run_id is not null`;
    expect(Math.min(...claimed.map(({ n }) => n))).toBe(301 - claimed.length);

    // As each ends the next have their turn, and none is passed by or asked twice.
    for (;;) {
      await db`update sync_runs set status = 'unchanged', ended_at = now() where repo_id in (
        select id from repos where name like 'many-%' and active_run_id is not null)`;
      await db`update repos set active_run_id = null, status = 'ready', next_check_at = now() + interval '1 hour'
        where name like 'many-%' and active_run_id is not null`;
      const next = await requestDueSyncs({ ...world.as(SYSTEM), send: async () => {} });
      expect(next).toBeLessThanOrEqual(10 * world.env.concurrentSyncs);
      if (next === 0) break;
    }
    const [asked] = await db<{ repos: number; runs: number }[]>`
      select count(distinct r.id)::int as repos, count(*)::int as runs
      from repos r join sync_runs s on s.repo_id = r.id where r.name like 'many-%'`;
    expect(asked).toEqual({ repos: 300, runs: 300 });
    await db`delete from repos where name like 'many-%'`;
  });
});

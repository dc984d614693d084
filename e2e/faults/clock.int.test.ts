// A clock that is set back or forward, between syncs and in the middle of one: nothing waits for the hour to pass again.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyDataDir, isNativeTest, openTestDatabase } from '@/db/testing';
import { takeSignInAttempt } from '@/lib/accounts/throttle';
import { tidyAway } from '@/lib/files/remove-folder';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import type { Run } from '@/lib/runs/run';
import { requestSoon } from '@/lib/sync/request/request-soon';
import { requestSync } from '@/lib/sync/request/request-sync';
import { auditRepo } from '@/lib/sync/upkeep/audit';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { startGitServer } from '../servers/git/git-http';
import { createRepo, type GitRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { holdStage } from './hold-stage';
import type { Settled } from './product-child';
import { seeTree, type Tree } from './see-tree';
import { makeProduct, type Product, startProduct } from './start-product';
import { type SearchWatch, watchSearch } from './watch-search';

const HOUR_MS = 3_600_000;

let world: World;

beforeAll(async () => {
  world = await startWorld({ FRESHET_RETRY_SECONDS: '2,2,2' });
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

/** What moved a moment ago is checked most often. */
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A repository with one file of one line, `before <name>`, and the watch over it: the next is `after <name>`. */
async function added(name: string): Promise<{ id: string; git: GitRepo; watch: SearchWatch }> {
  const git = await createRepo(
    world.upstreams,
    `acme/${name}`,
    { 'a.txt': `before ${name}\n` },
    { time: secondsFromNow(0) },
  );
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  const watch = watchSearch((question) => seeTree(system(), question), {
    repoId: id,
    q: `"${name}"`,
    tree: { 'a.txt': `before ${name}` },
  });
  return { id, git, watch };
}

/** Everything that was written moves: as if the clock had been set by as much the other way. */
async function moveRows(ms: number): Promise<void> {
  const sql = system().db.$client;
  const columns = await sql<{ name: string; columns: string[] }[]>`
    select table_name as name, array_agg(column_name::text) as columns from information_schema.columns
    where table_schema = 'public' and data_type = 'timestamp with time zone' group by table_name`;
  await sql.begin(async (tx) => {
    // The audit log refuses changes by a trigger.
    await tx`set local session_replication_role = replica`;
    for (const { name, columns: of } of columns) {
      const moved = of.map((column) => `"${column}" = "${column}" + interval '${ms} milliseconds'`);
      await tx.unsafe(`update "${name}" set ${moved.join(', ')}`);
    }
    await tx`
      update sync_runs set stage_times = (
        select jsonb_object_agg(key, case when key = 'earlier' then value
          else jsonb_build_array((value ->> 0)::bigint + ${ms}::bigint, (value ->> 1)::bigint + ${ms}::bigint) end)
        from jsonb_each(stage_times))
      where stage_times <> '{}'`;
  });
}

/** Facts that are ahead of the clock, which cannot have happened; the engine looks every five seconds. */
async function factsAhead(): Promise<string[]> {
  const sql = system().db.$client;
  const columns = await sql<{ name: string; column: string }[]>`
    select table_name as name, column_name as column from information_schema.columns
    where data_type = 'timestamp with time zone' and (
      (table_name = 'repos' and column_name <> 'next_check_at')
      or (table_name = 'sync_runs') or (table_name = 'engine_events')
      or (table_name = 'engine_runs' and column_name in ('created_at', 'started_at', 'lease_until')))`;
  const ahead: string[] = [];
  for (const { name, column } of columns) {
    const open = name === 'engine_runs' ? sql`and ended_at is null` : sql``;
    const [row] = await sql`
      select 1 from ${sql(name)} where ${sql(column)} > now() + interval '40 seconds' ${open} limit 1`;
    if (row) ahead.push(`${name}.${column}`);
  }
  return ahead;
}

function neverNegative(runs: Run[]): void {
  for (const run of runs) {
    if (run.started_at && run.ended_at)
      expect(Date.parse(run.ended_at)).toBeGreaterThanOrEqual(Date.parse(run.started_at));
    for (const [start, end] of Object.values(run.stage_times)) expect(end ?? start).toBeGreaterThanOrEqual(start);
  }
}

it('is set back an hour between syncs: a sweep finds it, and what is due stays due', async () => {
  const { id, git, watch } = await added('back');
  const wished = await added('back-wished');
  const gone = await added('back-gone');
  const deaf = { ...system(), send: () => Promise.reject(new Error('no engine')) };
  const sql = system().db.$client;
  // Kept, whether or not it could be passed on.
  await requestSoon(deaf, wished.id, { trigger: 'webhook' }).catch(() => undefined);
  gone.watch.may(gone.id, {});
  await deleteRepo(deaf, gone.id, { purge: true });
  gone.watch.must(gone.id, {});
  await sql`insert into paused_hosts (host, until) values ('slow.example', now() + interval '30 seconds')`;
  const keys = { email: 'ada@example.com', address: '203.0.113.7' };
  for (let attempt = 0; attempt < 8; attempt++) await takeSignInAttempt(system().db, keys);

  const [planned] = await sql<{ at: number }[]>`
    select extract(epoch from next_check_at)::float8 as at from repos where id = ${id}`;
  await watch.during(async () => {
    await moveRows(HOUR_MS);
    await sweep(system());
  });
  const [due] = await sql<{ at: number; check: number; paused: number }[]>`
    select extract(epoch from next_check_at)::float8 as at, extract(epoch from next_check_at - now())::float8 as check,
      (select extract(epoch from until - now())::float8 from paused_hosts where host = 'slow.example') as paused
    from repos where id = ${id}`;
  expect(due?.at).toBeGreaterThanOrEqual(planned?.at ?? Number.POSITIVE_INFINITY);
  expect(due?.check).toBeLessThan(70);
  // From here on the test alone asks for it.
  await sql`update repos set sync_interval_seconds = 0, next_check_at = null where id = ${id}`;
  expect(due?.paused).toBeLessThan(40);
  await expect.poll(factsAhead).toEqual([]);
  await expect(takeSignInAttempt(system().db, keys)).rejects.toSatisfy(
    (error: { retryAfterSeconds: number }) => error.retryAfterSeconds <= 15 * 60,
  );

  // The engine's minutes count again, what was wished is done, and what was deleted goes.
  await sql`update repos set dirty_at = dirty_at - interval '2 minutes' where id = ${wished.id} and dirty`;
  await sql`update repos set purged_at = purged_at - interval '2 minutes' where id = ${gone.id}`;
  await sweep(system());
  await expect.poll(async () => (await sql`select 1 from repos where id = ${wished.id} and dirty`).length).toBe(0);
  await expect.poll(async () => (await sql`select 1 from repos where id = ${gone.id}`).length).toBe(0);
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  watch.may(id, { 'a.txt': 'after back' });
  const sha = await git.commit({ 'a.txt': 'after back\n' });
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  expect(await world.settle(id)).toMatchObject({ status: 'ready', head_commit: sha });
  expect(await watch.stop()).toEqual([]);
  expect(await wished.watch.stop()).toEqual([]);
  expect(await gone.watch.stop()).toEqual([]);
  const runs = await world.runs(id);
  expect(runs[0]?.id).toBe(runId);
  neverNegative(runs);
  expect(await auditRepo(system(), id)).toBe('ok');
});

it('is set back an hour in the middle of a sync: it goes on, and no time of it is negative', async () => {
  const { id, git, watch } = await added('back-running');
  const sha = await git.commit({ 'a.txt': 'after back-running\n' });
  const hold = holdStage('index', 'at the beginning');
  await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  await watch.during(() => moveRows(HOUR_MS));
  watch.may(id, { 'a.txt': 'after back-running' });
  hold.release();
  expect(await world.settle(id)).toMatchObject({ status: 'ready', head_commit: sha });
  expect(await watch.stop()).toEqual([]);
  neverNegative(await world.runs(id));
  await sweep(system());
  await expect.poll(factsAhead).toEqual([]);
});

it('is set back an hour while a failed sync waits for its next attempt: that comes when it was to come', async () => {
  const { id, git, watch } = await added('back-retry');
  const fault = { match: 'acme/back-retry', status: 500 };
  world.git.faults.push(fault);
  const sha = await git.commit({ 'a.txt': 'after back-retry\n' });
  await requestSync(system(), id, { trigger: 'manual' });
  await expect.poll(async () => (await getRepo(system(), id)).status).toBe('error');
  await watch.during(() => moveRows(HOUR_MS));
  watch.may(id, { 'a.txt': 'after back-retry' });
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
  await expect.poll(() => getRepo(system(), id)).toMatchObject({ status: 'ready', head_commit: sha });
  expect(await watch.stop()).toEqual([]);
});

it('is set forward an hour in the middle of a sync: that may be given up, and the next one is right', async () => {
  const { id, git, watch } = await added('forward');
  const sha = await git.commit({ 'a.txt': 'after forward\n' });
  const hold = holdStage('index', 'at the beginning');
  await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  await watch.during(async () => {
    await moveRows(-HOUR_MS - 60_000);
    await sweep(system());
  });
  watch.may(id, { 'a.txt': 'after forward' });
  hold.release();
  await expect.poll(async () => (await getRepo(system(), id)).active_run_id).toBeNull();
  await requestSync(system(), id, { trigger: 'manual' }).catch(() => undefined);
  await expect.poll(() => world.settle(id)).toMatchObject({ status: 'ready', error: null, head_commit: sha });
  expect(await watch.stop()).toEqual([]);
  neverNegative(await world.runs(id));
  expect(await auditRepo(system(), id)).toBe('ok');
});

it('was an hour ahead until the process was started again: real processes with real clocks', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'freshet-clock-'));
  const dataDir = await copyDataDir();
  const database = isNativeTest() ? await openTestDatabase() : null;
  const git = await startGitServer({ root: folder });
  const upstream = await createRepo(folder, 'acme/ahead', { 'a.txt': 'word before\n' }, { time: secondsFromNow(3600) });
  const file = await makeProduct();
  const started: Product[] = [];
  const start = (aheadMs: number) => {
    const product = startProduct(file, {
      FRESHET_DATA_DIR: dataDir,
      FRESHET_ALLOWED_HOSTS: '127.0.0.1',
      DATABASE_URL: database?.url ?? '',
      // Its database process has the clock as well.
      NODE_OPTIONS: `--import ${path.resolve('e2e/faults/clock-ahead.mjs')}`,
      TEST_CLOCK_AHEAD_MS: String(aheadMs),
    });
    started.push(product);
    return product;
  };
  try {
    const early = start(HOUR_MS);
    const id = await early.ask<string>({ do: 'add', url: `${git.url}/${upstream.name}` });
    expect(await early.ask({ do: 'settle', ids: [id] })).toMatchObject([{ status: 'ready' }]);
    await early.kill();

    const right = start(0);
    const watch = watchSearch((question) => right.ask<Tree>({ do: 'see', ...question }), {
      repoId: id,
      q: 'word',
      tree: { 'a.txt': 'word before' },
    });
    watch.may(id, { 'a.txt': 'word after' });
    const sha = await upstream.commit({ 'a.txt': 'word after\n' });
    await watch.during(() => right.ask({ do: 'sweep' }));
    await expect
      .poll(() => right.ask<{ check: number; repo: number; events: number }>({ do: 'ahead', id }))
      .toSatisfy(({ check, repo, events }) => check < 70 && repo < 5 && events < 5);
    await right.ask({ do: 'sync', ids: [id] });
    await expect
      .poll(() => right.ask<Settled[]>({ do: 'settle', ids: [id] }))
      .toMatchObject([{ status: 'ready', head_commit: sha }]);
    expect(await watch.stop()).toEqual([]);
  } finally {
    for (const product of started) await product.kill();
    await git.close();
    await database?.close();
    await rm(folder, { recursive: true, force: true });
    // The database process of one that was killed ends a moment later, and writes until then.
    await tidyAway(dataDir);
  }
});

// A repository is deleted for good in the middle of a sync: it is gone for readers at once, and nothing of it stays anywhere.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunStage, runStage } from '@/db/schema';
import type { Context } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { getRun } from '@/lib/runs/get-run';
import { requestSync } from '@/lib/sync/request/request-sync';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { createRepo } from '../servers/git/git-repo';
import { startWorld, type World } from '../servers/world';
import { holdStage } from './hold-stage';
import { rowsOf } from './rows-of';
import { seeTree, type Tree } from './see-tree';
import { type SearchWatch, watchSearch } from './watch-search';

let world: World;
/** Stays, whatever happens to the others. */
let beside: string;

beforeAll(async () => {
  world = await startWorld();
  const git = await createRepo(world.upstreams, 'acme/beside', { 'a.txt': 'word beside\n' });
  beside = (await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true })).id;
  expect(await world.settle(beside)).toMatchObject({ status: 'ready' });
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

const treeOf = (name: string) => ({
  'a.ts': `export function before() { return '${name}'; }\n`,
  'b.txt': `word ${name}\n`,
});
const changesOf = (name: string) => ({
  'a.ts': `export function after() { return '${name}'; }\n`,
  'c.txt': `more ${name}\n`,
});

/** A repository whose upstream is one commit ahead, and the watch over it and the one beside it. */
async function added(name: string): Promise<{ id: string; watch: SearchWatch }> {
  const git = await createRepo(world.upstreams, `acme/${name}`, treeOf(name));
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  await git.commit(changesOf(name));
  const watch = watched(id, name, treeOf(name));
  watch.may(id, { ...treeOf(name), ...changesOf(name) });
  return { id, watch };
}

const watched = (id: string, name: string, tree: Tree) =>
  watchSearch(
    (question) => seeTree(system(), question),
    { repoId: id, q: `"${name}"`, tree },
    { repoId: beside, q: '"beside"', tree: { 'a.txt': 'word beside' } },
  );

/** It may be gone while it is being deleted, and is from then on. */
async function deleteWatched(ctx: Context, id: string, watch: SearchWatch): Promise<void> {
  watch.may(id, {});
  await deleteRepo(ctx, id, { purge: true });
  watch.must(id, {});
}

/** Deletes it while its run stands still, lets the run go on, and waits until nothing is left. */
async function deletes(id: string, runId: string, watch: SearchWatch, release: () => void): Promise<void> {
  await deleteWatched(system(), id, watch);
  await expect(getRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getRun(system(), runId)).rejects.toMatchObject({ code: 'not_found' });
  await watch.during(async () => {
    release();
    await isGone(id, runId);
  });
  expect(await watch.stop()).toEqual([]);
}

async function isGone(id: string, runId: string): Promise<void> {
  const sql = system().db.$client;
  await expect
    .poll(async () => ({
      rows: await rowsOf(sql, id, runId),
      folders: (await readdir(path.join(world.env.dataDir, 'mirrors'))).filter((entry) => entry.startsWith(id)),
      open: (await sql`select 1 from engine_runs where events like ${`%${id}%`} and ended_at is null`).length,
    }))
    .toEqual({ rows: {}, folders: [], open: 0 });
  const runs = await sql<{ status: string }[]>`
    select status from engine_runs where function_id like '%sync-repo' and events like ${`%${runId}%`}`;
  expect(runs.map(({ status }) => status)).toEqual(['cancelled']);
}

const MOMENTS = runStage.enumValues.flatMap((stage): [RunStage, 'at the beginning' | 'at the end'][] => [
  [stage, 'at the beginning'],
  [stage, 'at the end'],
]);

it.each(MOMENTS)('during %s, %s', async (stage, moment) => {
  const name = `${stage}${moment.replaceAll(' ', '')}`;
  const { id, watch } = await added(name);
  const hold = holdStage(stage, moment);
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  await deletes(id, runId, watch, hold.release);
});

it('while git fetches', async () => {
  const { id, watch } = await added('fetching');
  let release = () => {};
  const fault = {
    match: ({ method, path: at }: { method: string; path: string }) =>
      method === 'POST' && at.includes('acme/fetching'),
    until: new Promise<void>((done) => {
      release = done;
    }),
  };
  world.git.faults.push(fault);
  const before = world.git.requests.length;
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await expect.poll(() => world.git.requests.slice(before).filter(fault.match).length).toBe(1);
  await deletes(id, runId, watch, release);
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
});

it('while it is cloned for the first time', async () => {
  const git = await createRepo(world.upstreams, 'acme/cloning', { 'a.txt': 'never seen\n' });
  const isPack = ({ method, path: at }: { method: string; path: string }) =>
    method === 'POST' && at.includes('acme/cloning');
  let release = () => {};
  const fault = { match: isPack, until: new Promise<void>((done) => (release = done)) };
  world.git.faults.push(fault);
  const { id, active_run_id: runId } = await addRepo(system(), {
    url: `${world.git.url}/${git.name}`,
    is_public: true,
  });
  const watch = watched(id, 'never', {});
  await expect.poll(() => world.git.requests.filter(isPack).length).toBeGreaterThan(0);
  await deleteWatched(system(), id, watch);
  await watch.during(async () => {
    release();
    await isGone(id, runId ?? '');
  });
  expect(await watch.stop()).toEqual([]);
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
});

it('where the engine cannot be told: the next sweep removes it', async () => {
  const { id, watch } = await added('untold');
  const hold = holdStage('index', 'at the beginning');
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  const deaf = { ...system(), send: () => Promise.reject(new Error('no engine')) };
  await watch.during(() => deleteWatched(deaf, id, watch));
  await system().db.$client`update repos set purged_at = now() - interval '2 minutes' where id = ${id}`;
  await sweep(system());
  hold.release();
  await isGone(id, runId);
  expect(await watch.stop()).toEqual([]);
});

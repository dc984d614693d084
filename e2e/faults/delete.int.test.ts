// A repository is deleted in the middle of a sync: it is gone for readers at once, and nothing of it stays anywhere.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunStage, runStage } from '@/db/schema';
import { addRepo } from '@/lib/repos/add-repo';
import { deleteRepo } from '@/lib/repos/delete-repo';
import { getRepo } from '@/lib/repos/get-repo';
import { getRun } from '@/lib/repos/get-run';
import { search } from '@/lib/search/search';
import { requestSync } from '@/lib/sync/request-sync';
import { sweep } from '@/lib/sync/sweep';
import { createRepo, type GitRepo } from '../servers/git-repo';
import { startWorld, type World } from '../servers/world';
import { holdStage } from './hold-stage';
import { rowsOf } from './rows-of';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });
const found = async (q: string) => (await search(world.as({ kind: 'anonymous' }), { q })).count;

async function added(name: string): Promise<{ id: string; git: GitRepo }> {
  const git = await createRepo(world.upstreams, `acme/${name}`, {
    'a.ts': `export function before() { return '${name}'; }\n`,
    'b.txt': `word ${name}\n`,
  });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  await git.commit({ 'a.ts': `export function after() { return '${name}'; }\n`, 'c.txt': `more ${name}\n` });
  return { id, git };
}

/** Deletes it while its run stands still, lets the run go on, and waits until nothing is left. */
async function deletes(name: string, id: string, runId: string, release: () => void): Promise<void> {
  expect(await found(`word ${name}`)).toBeGreaterThan(0);
  await deleteRepo(system(), id);
  expect(await found(name)).toBe(0);
  await expect(getRepo(system(), id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getRun(system(), runId)).rejects.toMatchObject({ code: 'not_found' });
  release();
  await isGone(id, runId);
}

async function isGone(id: string, runId: string): Promise<void> {
  const sql = system().db.$client;
  await expect
    .poll(
      async () => ({
        rows: await rowsOf(sql, id, runId),
        folders: (await readdir(path.join(world.env.dataDir, 'mirrors'))).filter((entry) => entry.startsWith(id)),
        open: (await sql`select 1 from engine_runs where events like ${`%${id}%`} and ended_at is null`).length,
      }),
      { timeout: 30_000 },
    )
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
  const { id } = await added(name);
  const hold = holdStage(stage, moment);
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  await deletes(name, id, runId, hold.release);
});

it('while git fetches', async () => {
  const { id } = await added('fetching');
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
  await expect.poll(() => world.git.requests.slice(before).filter(fault.match).length, { timeout: 20_000 }).toBe(1);
  await deletes('fetching', id, runId, release);
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
  await expect.poll(() => world.git.requests.filter(isPack).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await deleteRepo(system(), id);
  release();
  await isGone(id, runId ?? '');
  world.git.faults.splice(world.git.faults.indexOf(fault), 1);
});

it('where the engine cannot be told: the next sweep removes it', async () => {
  const { id } = await added('untold');
  const hold = holdStage('index', 'at the beginning');
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await hold.reached;
  const deaf = { ...system(), send: () => Promise.reject(new Error('no engine')) };
  await deleteRepo(deaf, id);
  expect(await found('untold')).toBe(0);
  await system().db.$client`update repos set deleted_at = now() - interval '2 minutes' where id = ${id}`;
  await sweep(system());
  hold.release();
  await isGone(id, runId);
});

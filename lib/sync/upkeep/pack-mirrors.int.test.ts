// Mirrors that are synced often do not keep what their fetches left, and those of others are left alone.
import { existsSync } from 'node:fs';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import type { Actor } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { commitExists } from '@/lib/git/read/log';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { packMirrors } from './pack-mirrors';

const SYSTEM: Actor = { kind: 'system' };
let world: World;

beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
});
afterAll(() => world?.close());

async function pushedTo(name: string, pushes: number): Promise<{ id: string; git: GitRepo; tips: string[] }> {
  const git = await createRepo(world.upstreams, name, { 'a.txt': 'x\n' });
  const { id } = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}` });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  const tips: string[] = [];
  for (let i = 0; i < pushes; i++) {
    tips.push(await git.commit({ 'a.txt': `${name} ${i}\n` }));
    const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
    await waitForRun(world.as(SYSTEM), runId, 30_000);
  }
  return { id, git, tips };
}

async function packsOf(id: string): Promise<string[]> {
  const folder = path.join(mirrorDir(world.env.dataDir, id), 'objects', 'pack');
  return (await readdir(folder)).filter((name) => name.endsWith('.pack'));
}

it('packs what is idle, also what a killed fetch held back, and nothing that is being synced', async () => {
  const idle = await pushedTo('acme/idle', 6);
  const busy = await pushedTo('acme/busy', 6);
  const quiet = await pushedTo('acme/quiet', 1);
  const dir = mirrorDir(world.env.dataDir, idle.id);
  const old = new Date(Date.now() - 120_000);
  for (const pack of await packsOf(idle.id)) {
    const keep = path.join(dir, 'objects', 'pack', pack.replace(/pack$/, 'keep'));
    await writeFile(keep, 'fetch-pack 1 on a machine\n');
    await utimes(keep, old, old);
  }
  const half = path.join(mirrorDir(world.env.dataDir, quiet.id), 'objects', 'pack', '.tmp-1-pack-half.pack');
  await writeFile(half, 'half');
  await utimes(half, old, old);
  const db = world.as(SYSTEM).db.$client;
  const [run] = await world.runs(busy.id);
  await db`update repos set active_run_id = ${run?.id ?? null} where id = ${busy.id}`;

  expect(await packMirrors(world.as(SYSTEM))).toBe(1);
  expect((await packsOf(idle.id)).length).toBeLessThanOrEqual(4);
  expect((await packsOf(busy.id)).length).toBe(7);
  expect((await packsOf(quiet.id)).length).toBe(2);
  expect(existsSync(half)).toBe(false);
  for (const tip of idle.tips) expect(await commitExists(dir, tip)).toBe(true);

  await db`update repos set active_run_id = null where id = ${busy.id}`;
  expect(await packMirrors(world.as(SYSTEM))).toBe(1);
  expect(await packMirrors(world.as(SYSTEM))).toBe(0);
});

it('goes on with the others where one is damaged', async () => {
  const damaged = await pushedTo('acme/damaged', 6);
  const sound = await pushedTo('acme/sound', 6);
  await writeFile(path.join(mirrorDir(world.env.dataDir, damaged.id), 'HEAD'), 'nonsense');
  expect(await packMirrors(world.as(SYSTEM))).toBe(1);
  expect((await packsOf(sound.id)).length).toBeLessThanOrEqual(4);
});

it('drops what a hosted repository has had no name for, once that is due', async () => {
  const { id } = await addRepo(world.as(SYSTEM), { org: 'acme', name: 'hosted' });
  const dir = mirrorDir(world.env.dataDir, id);
  const mark = path.join(dir, 'freshet-unreachable');
  await writeFile(mark, '');
  expect(await packMirrors(world.as(SYSTEM))).toBe(0);
  const old = new Date(Date.now() - 8 * 86_400_000);
  await utimes(mark, old, old);
  expect(await packMirrors(world.as(SYSTEM))).toBe(1);
  expect(existsSync(mark)).toBe(false);
});

// A mirror becomes a clone and back, whatever a killed process left on the way.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { env } from '@/lib/env';
import { workTreeOf } from '@/lib/git/mirror/check-out';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { WORK_TREE_INDEX } from '@/lib/git/runner/environment';
import { getRepo } from '@/lib/repos/get-repo';
import { listRuns } from '@/lib/runs/list-runs';
import { added, found, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { addRepo } from '../manage/add/add-repo';
import { archiveRepo } from './archive-repo';
import { convertRepo } from './convert-repo';

openWorld();
const system = () => world.as(SYSTEM);
const folder = (id: string) => mirrorDir(world.env.dataDir, id);
const file = (id: string, name: string) => readFile(path.join(workTreeOf(folder(id)), name), 'utf8');
const left = async (id: string) => (await readdir(folder(id))).filter((name) => name.startsWith('work-tree'));

it('a mirror becomes a clone without a change upstream, follows it, and becomes a mirror again', async () => {
  const { id, git } = await added('acme/river', { 'a.txt': 'impala\n', 'deep/b.txt': 'b\n' });
  expect(await getRepo(system(), id)).toMatchObject({ kind: 'mirror', is_bare: true, convert_to: null });
  await convertRepo(system(), id, { kind: 'clone' });
  expect(await world.settle(id)).toMatchObject({ kind: 'clone', is_bare: false, convert_to: null, status: 'ready' });
  expect(await file(id, 'deep/b.txt')).toBe('b\n');
  await git.commit({ 'a.txt': 'jackal\n', 'deep/b.txt': null });
  await sync(id);
  expect(await file(id, 'a.txt')).toBe('jackal\n');
  expect(existsSync(path.join(workTreeOf(folder(id)), 'deep'))).toBe(false);
  expect(await found('jackal')).toEqual(['acme/river:a.txt']);

  await convertRepo(system(), id, { kind: 'mirror' });
  expect(await world.settle(id)).toMatchObject({ kind: 'mirror', is_bare: true, convert_to: null });
  expect(await left(id)).toEqual([]);
  expect(await found('jackal')).toEqual(['acme/river:a.txt']);
});

it('what a killed process left beside is written anew, or taken away', async () => {
  const { id, git } = await added('acme/killed', { 'a.txt': 'kudu\n' });
  const beside = `${workTreeOf(folder(id))}.new`;
  await mkdir(beside);
  await writeFile(path.join(beside, 'half.txt'), 'half');
  await writeFile(path.join(folder(id), WORK_TREE_INDEX), 'no index');
  await convertRepo(system(), id, { kind: 'clone' });
  expect(await world.settle(id)).toMatchObject({ kind: 'clone' });
  expect(await left(id)).toEqual(['work-tree']);
  expect(await readdir(workTreeOf(folder(id)))).toEqual(['a.txt']);
  // As after a kill between the move of the files and the word that it is a clone.
  await system().db.$client`update repos set kind = 'mirror', is_bare = true, convert_to = 'clone' where id = ${id}`;
  await git.commit({ 'a.txt': 'lechwe\n' });
  await sync(id);
  expect(await getRepo(system(), id)).toMatchObject({ kind: 'clone' });
  expect([await left(id), await file(id, 'a.txt')]).toEqual([['work-tree'], 'lechwe\n']);
  // And between the word that it is a mirror and the end of its files.
  await system().db.$client`update repos set kind = 'mirror', is_bare = true where id = ${id}`;
  await git.commit({ 'a.txt': 'mara\n' });
  await sync(id);
  expect(await left(id)).toEqual([]);
});

it('stays a mirror if its files cannot be written, and says why', async () => {
  const { id } = await added('acme/large', { 'a.txt': 'nyala\n'.repeat(200_000) });
  const { maxRepoBytes } = env();
  Object.assign(env(), { maxRepoBytes: 600_000 });
  try {
    await convertRepo(system(), id, { kind: 'clone' });
    expect(await world.settle(id)).toMatchObject({ kind: 'mirror', is_bare: true, convert_to: null });
  } finally {
    Object.assign(env(), { maxRepoBytes });
  }
  const { runs } = await listRuns(system(), id, {});
  expect(runs.map((run) => run.note ?? '').join()).toContain(
    'It stays a mirror: The files have more than 600000 bytes',
  );
  expect(await left(id)).toEqual([]);
});

it('can be added as a clone, taken back while it waits, and is no matter of hosted, local and archived ones', async () => {
  const git = await createRepo(world.upstreams, 'acme/fresh', { 'a.txt': 'oribi\n' });
  const fresh = await addRepo(system(), { url: `${world.git.url}/${git.name}`, kind: 'clone' });
  expect(await world.settle(fresh.id)).toMatchObject({ kind: 'clone', is_bare: false, status: 'ready' });
  expect(await file(fresh.id, 'a.txt')).toBe('oribi\n');

  const release = world.git.hold({ match: 'acme/fresh' });
  expect(await convertRepo(system(), fresh.id, { kind: 'mirror' })).toMatchObject({ convert_to: 'mirror' });
  expect(await convertRepo(system(), fresh.id, { kind: 'clone' })).toMatchObject({ kind: 'clone', convert_to: null });
  release();
  expect(await world.settle(fresh.id)).toMatchObject({ kind: 'clone' });
  await archiveRepo(system(), fresh.id);
  await expect(convertRepo(system(), fresh.id, { kind: 'mirror' })).rejects.toMatchObject({ code: 'invalid' });
  const hosted = await addRepo(system(), { org: 'acme', name: 'house' });
  await expect(convertRepo(system(), hosted.id, { kind: 'clone' })).rejects.toMatchObject({ code: 'invalid' });
});

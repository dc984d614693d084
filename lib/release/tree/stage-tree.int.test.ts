// Trees are staged from real repositories, whatever is in them and whatever happened to the folder before.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { bundleChild } from '@/e2e/servers/bundle-child';
import { createRepo, type FileSet, type GitRepo } from '@/e2e/servers/git/git-repo';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { dropStaging, stageTree, stagingDir } from './stage-tree';
import { takeLockIfFree } from './staging-lock';
import { takeLease } from './volume-lease';

let root: string;
let ctx: { env: ReturnType<typeof parseEnv> };
let repo: GitRepo;
let count = 0;
let deliveryId: string;

beforeAll(async () => {
  root = await makeTemporaryFolder();
  ctx = {
    env: parseEnv({ NODE_ENV: 'test', FRESHET_DATA_DIR: path.join(root, 'data'), FRESHET_MAX_REPO_BYTES: '500000000' }),
  };
});
afterAll(() => removeFolder(root));
beforeEach(() => {
  deliveryId = `delivery-${++count}`;
});

const newRepo = async (files: FileSet) => {
  repo = await createRepo(root, `repo-${count}`, files);
  return await repo.tip();
};
const input = (commit: string, subfolder: string | null = null) => ({
  repoId: 'r',
  dir: repo.dir,
  commit,
  subfolder,
  deliveryId,
});
/** Stages and closes at once. */
const stage = async (commit: string, subfolder: string | null = null) => {
  const staged = await stageTree(ctx, input(commit, subfolder));
  await staged.close();
  return staged;
};
const everything = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
const times = async (folder: string) =>
  Object.fromEntries((await everything(folder)).map((name) => [name, lstatSync(path.join(folder, name)).mtimeMs]));

it('writes what a commit holds: modes, links, odd names, large files; and tells what it leaves out', async () => {
  const large = Buffer.alloc(3_000_000, 'large ');
  const commit = await newRepo([
    ['plain', 'a\r\nb\n'],
    ['bin/run', { executable: '#!/bin/sh\n' }],
    ['bin/link', { link: 'run' }],
    ['deep/er/up', { link: '../../plain' }],
    ['out', { link: '../outside' }],
    ['deep/out', { link: '../../x' }],
    ['absolute', { link: '/etc/passwd' }],
    ['deep/dots', { link: 'er/../../../x' }],
    ['-rf', 'dash'],
    ['--rsh=evil', 'option'],
    ['with\nbreak "and" \'quotes\' $(id) *', 'odd'],
    [Buffer.from('not-utf8-\xff', 'latin1'), 'bytes'],
    ['large', large],
    ['module', { submodule: 'a'.repeat(40) }],
    ['.sync_rev', 'theirs'],
    ['deep/.sync_rev', 'kept'],
    ['.gitattributes', '* text=auto eol=lf\n*.id ident\n'],
    ['x.id', '$Id$\n'],
    [`long/${'n'.repeat(256)}`, 'too long'],
  ]);
  const staged = await stage(commit);
  const read = (name: string) => readFileSync(path.join(staged.folder, name), 'utf8');
  expect(await everything(staged.folder)).toHaveLength(12);
  expect(read('plain')).toBe('a\r\nb\n');
  expect(read('x.id')).toBe('$Id$\n');
  expect(read('-rf')).toBe('dash');
  expect(read('with\nbreak "and" \'quotes\' $(id) *')).toBe('odd');
  expect(readFileSync(Buffer.concat([Buffer.from(`${staged.folder}/not-utf8-`), Buffer.of(0xff)]), 'utf8')).toBe(
    'bytes',
  );
  expect(readFileSync(path.join(staged.folder, 'large')).equals(large)).toBe(true);
  expect(statSync(path.join(staged.folder, 'bin/run')).mode & 0o777).toBe(0o755);
  expect(statSync(path.join(staged.folder, 'plain')).mode & 0o777).toBe(0o644);
  expect(readlinkSync(path.join(staged.folder, 'deep/er/up'))).toBe('../../plain');
  expect(staged.fileCount).toBe(12);
  expect(staged.leftOutCount).toBe(7);
  expect(staged.leftOut.sort()).toEqual([
    '.sync_rev (the name of a file that Freshet writes)',
    'absolute (a link that leads out of the tree)',
    'deep/dots (a link that leads out of the tree)',
    'deep/out (a link that leads out of the tree)',
    expect.stringMatching(/^long\/n+ \(a name too long for a file system\)$/),
    'module (a submodule)',
    'out (a link that leads out of the tree)',
  ]);
});

it('goes on by difference: what stays keeps its time, what changed gets a later one, what is gone goes', async () => {
  const first = await newRepo({ same: '1', changed: 'aaaa', gone: 'x', 'folder/file': '1', file: '1', 'a/only': '1' });
  const one = await stage(first);
  const before = await times(one.folder);
  const second = await repo.commit({
    changed: 'bbbb',
    gone: null,
    folder: 'now a file',
    'folder/file': null,
    file: null,
    'file/now': 'a folder',
    'a/only': null,
  });
  // The clock is set back: the time still grows.
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 86_400_000);
  const two = await stage(second);
  vi.restoreAllMocks();
  const after = await times(two.folder);
  expect(Object.keys(after)).toEqual(['changed', 'file/now', 'folder', 'same']);
  expect(after.same).toBe(before.same);
  expect(after.changed).toBeGreaterThan(before.changed!);
  expect(existsSync(path.join(two.folder, 'a'))).toBe(false);
  expect(two.staging).toBe(one.staging);
  expect(two.digest).not.toBe(one.digest);
  const three = await stage(first);
  expect(three.digest).toBe(one.digest);
  expect(await times(three.folder)).toMatchObject({ same: before.same });
});

it('takes nothing away through a link that stands where a folder was', async () => {
  const names = Array.from({ length: 300 }, (_, n) => `f${n}`);
  const both = (in1: string, in2: string) =>
    names.flatMap((name) => [[`${in1}/${name}`, name] as const, [`${in2}/${name}`, null] as const]);
  const first = await newRepo(both('z', 'none').filter(([, content]) => content !== null));
  await stage(first);
  // Renamed, with a link under the old name.
  const second = await repo.commit([...both('a', 'z'), ['z', { link: 'a' }]]);
  const { folder } = await stage(second);
  expect(await everything(folder)).toEqual([...names.map((name) => `a/${name}`), 'z'].sort());
  // And one that may not be staged: what was there before it goes all the same.
  const third = await repo.commit([['z', null], ...both('z', 'a')]);
  await stage(third);
  await stage(await repo.commit([...both('a', 'z'), ['z', { link: '../a' }]]));
  expect(await everything(folder)).toEqual(names.map((name) => `a/${name}`).sort());
});

it('stages a folder as if it were all', async () => {
  const commit = await newRepo({ 'docs/a': '1', 'docs/in/b': '2', docsx: '3', 'docs/up': { link: '../docsx' } });
  const staged = await stage(commit, 'docs');
  expect(await everything(staged.folder)).toEqual(['a', 'in/b']);
  expect(staged.leftOut).toEqual(['up (a link that leads out of the tree)']);
  await expect(stage(commit, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
});

it('mends whatever is not as it was recorded', async () => {
  const commit = await newRepo({ a: 'one', b: 'two', 'c/d': 'three', 'e/f': 'four' });
  const { folder, staging } = await stage(commit);
  const place = stagingDir(ctx.env.dataDir, deliveryId);
  writeFileSync(path.join(folder, 'a'), 'other');
  await rm(path.join(folder, 'b'));
  const outside = path.join(root, `outside-${count}`);
  await mkdir(outside);
  renameSync(path.join(folder, 'c'), path.join(outside, 'c'));
  await symlink(path.join(outside, 'c'), path.join(folder, 'c'));
  writeFileSync(path.join(outside, 'c/d'), 'not ours');
  // Somebody was ended in the middle.
  writeFileSync(path.join(place, 'changing'), '');
  writeFileSync(path.join(folder, 'stranger'), 'half-written');
  writeFileSync(path.join(folder, 'e/g'), 'half-written');
  const again = await stage(commit);
  expect(await everything(folder)).toEqual(['a', 'b', 'c/d', 'e/f']);
  expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('one');
  expect(readFileSync(path.join(folder, 'c/d'), 'utf8')).toBe('three');
  expect(readFileSync(path.join(outside, 'c/d'), 'utf8')).toBe('not ours');
  expect(again.staging).toBe(staging);
  expect(existsSync(path.join(place, 'changing'))).toBe(false);
});

it('finds content that a crash of the machine has lost, and a record that it has', async () => {
  const commit = await newRepo({ a: 'one', b: 'two' });
  const { folder, staging } = await stage(commit);
  const place = stagingDir(ctx.env.dataDir, deliveryId);
  const file = path.join(folder, 'a');
  const { mtime } = statSync(file);
  writeFileSync(file, '\0\0\0');
  utimesSync(file, mtime, mtime);
  expect(readFileSync(`${(await stage(commit)).folder}/a`, 'utf8')).toBe('\0\0\0');
  const record = path.join(place, 'staged');
  writeFileSync(record, readFileSync(record, 'latin1').replace(/"boot":("[^"]*"|null)/, '"boot":"another"'), 'latin1');
  expect((await stage(commit)).staging).toBe(staging);
  expect(readFileSync(file, 'utf8')).toBe('one');
  writeFileSync(record, readFileSync(record).subarray(0, -20));
  const anew = await stage(commit);
  expect(anew.staging).not.toBe(staging);
  expect(readFileSync(path.join(folder, 'b'), 'utf8')).toBe('two');
  writeFileSync(record, 'nonsense');
  expect((await stage(commit)).fileCount).toBe(2);
});

it('shares one tree among those who want the same, and lets those wait who want another', async () => {
  const first = await newRepo({ a: '1' });
  const second = await repo.commit({ a: '2' });
  const [one, same] = await Promise.all([stageTree(ctx, input(first)), stageTree(ctx, input(first))]);
  let isStaged = false;
  const other = stageTree(ctx, input(second)).then((staged) => {
    isStaged = true;
    return staged;
  });
  const waiter = new AbortController();
  const refused = stageTree(ctx, input(second), { signal: waiter.signal });
  waiter.abort(new Error('given up'));
  await expect(refused).rejects.toThrow('given up');
  await one.close();
  await one.close();
  expect(isStaged).toBe(false);
  expect(readFileSync(path.join(same.folder, 'a'), 'utf8')).toBe('1');
  await same.close();
  const staged = await other;
  expect(readFileSync(path.join(staged.folder, 'a'), 'utf8')).toBe('2');
  // Nobody takes away what is being sent.
  await expect(dropStaging(ctx, deliveryId)).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(path.join(staged.folder, 'a'), 'utf8')).toBe('2');
  await staged.close();
  await dropStaging(ctx, deliveryId);
  await dropStaging(ctx, deliveryId);
  expect(existsSync(stagingDir(ctx.env.dataDir, deliveryId))).toBe(false);
});

it('survives kill -9 of a process in the middle, which keeps others out until then', async () => {
  const files = Array.from({ length: 400 }, (_, at) => [`f${at % 50}/${at}`, `content ${at}`] as const);
  const commit = await newRepo(files);
  const child = await bundleChild('lib/release/tree/stage-child.ts');
  const running = spawn(process.execPath, [child, JSON.stringify(input(commit))], {
    env: { ...process.env, FRESHET_DATA_DIR: ctx.env.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const place = stagingDir(ctx.env.dataDir, deliveryId);
  // It holds the lock and has begun to write.
  await once(running.stdout!, 'data');
  const waiting = stageTree(ctx, input(commit));
  expect(existsSync(path.join(place, 'changing'))).toBe(true);
  running.kill('SIGKILL');
  const staged = await waiting;
  expect(await everything(staged.folder)).toHaveLength(400);
  expect(staged.fileCount).toBe(400);
  await staged.close();
});

it('keeps out a process that shares the folder and no names of the system, as another container does', async ({
  skip,
}) => {
  if (spawnSync('unshare', ['--net', 'true']).status !== 0) return skip('no network namespaces may be made here');
  const commit = await newRepo({ a: '1', b: '2' });
  const child = await bundleChild('lib/release/tree/stage-child.ts');
  const running = spawn('unshare', ['--net', process.execPath, child, JSON.stringify(input(commit))], {
    env: { ...process.env, FRESHET_DATA_DIR: ctx.env.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(running.stdout!, 'data');
  const place = stagingDir(ctx.env.dataDir, deliveryId);
  expect(await takeLockIfFree(place)).toBe(null);
  await expect(dropStaging(ctx, deliveryId)).rejects.toMatchObject({ code: 'conflict' });
  running.kill('SIGKILL');
  await once(running, 'exit');
  // It ended without a word: nobody can know, until the file was the same for a while.
  expect(await takeLockIfFree(place)).toBe(null);
  const give = await takeLease(place, { staleMs: 0 });
  expect(give).not.toBe(null);
  await give?.();
  expect((await stage(commit)).fileCount).toBe(2);
});

it('gives a turn to one at a time, and takes none from whoever still says that it is there', async () => {
  const folder = path.join(root, 'turns');
  await mkdir(folder);
  const [here, there] = [Promise.resolve('here'), Promise.resolve('there')];
  const first = await takeLease(folder, { place: there });
  expect(await takeLease(folder, { place: here, staleMs: 1e9 })).toBe(null);
  // As it does every few seconds.
  writeFileSync(path.join(folder, 'taken'), readFileSync(path.join(folder, 'taken'), 'utf8').replace(/0$/, '1'));
  expect(await takeLease(folder, { place: here, staleMs: 1e9 })).toBe(null);
  const second = await takeLease(folder, { place: here, staleMs: 0 });
  expect(second).not.toBe(null);
  // Whoever was taken for dead takes nothing away from the next.
  await first?.();
  expect(await takeLease(folder, { place: there, staleMs: 1e9 })).toBe(null);
  await second?.();
  // One of the same place has ended, or it would hold the system's own lock.
  await takeLease(folder, { place: here });
  const next = await takeLease(folder, { place: here });
  await next?.();
  expect(await readdir(folder)).toEqual([]);
});

it('says that the disk is full, and uses nothing half-made', async () => {
  const commit = await newRepo({ a: '1' });
  const place = stagingDir(ctx.env.dataDir, deliveryId);
  await mkdir(path.dirname(place), { recursive: true });
  // A file system without room, wherever there is one.
  if (!existsSync('/dev/full')) return;
  await mkdir(place);
  await symlink('/dev/full', path.join(place, 'staged.entries'));
  await expect(stage(commit)).rejects.toMatchObject({
    kind: 'disk',
    message: expect.stringContaining('deliver again'),
  });
  await rm(path.join(place, 'staged.entries'), { force: true });
  expect((await stage(commit)).fileCount).toBe(1);
});

it('refuses more bytes than a repository may have', async () => {
  const commit = await newRepo({ a: 'x'.repeat(1000), b: 'x'.repeat(1000) });
  const small = { env: { ...ctx.env, maxRepoBytes: 1500 } };
  await expect(stageTree(small, input(commit))).rejects.toMatchObject({ code: 'limit', kind: 'too_large' });
});

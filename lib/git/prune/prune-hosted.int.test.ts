// A hosted repository keeps what somebody may still want, and drops the rest: with stock git's own pushes and refs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeHosted } from '@/lib/git/mirror/make-hosted';
import { commitExists } from '@/lib/git/read/log';
import { receivePush } from '@/lib/git/serve/receive-push';
import { pruneHosted } from './prune-hosted';
import { enterPush } from './push-gate';

const DAY_MS = 86_400_000;
let folder: string;
let dir: string;
let work: string;
const signal = new AbortController().signal;

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'freshet-prune-'));
  dir = path.join(folder, 'hosted.git');
  work = path.join(folder, 'work');
  await makeHosted(dir, 'main');
  git(folder, 'init', '-q', '-b', 'main', work);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Commits and pushes as the server takes it in: each push a pack. */
async function push(text: string, ...refs: string[]): Promise<string> {
  await writeFile(path.join(work, 'a.txt'), text);
  git(work, 'add', '-A');
  git(work, 'commit', '-q', '-m', text);
  send(...refs);
  return git(work, 'rev-parse', 'HEAD');
}

const HOOKS = path.resolve('lib/git/serve/hooks');
const send = (...refs: string[]) => {
  const settings = { 'core.hooksPath': HOOKS, 'receive.unpackLimit': '1', 'receive.autogc': 'false' };
  const taking = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const receivePack = `FRESHET_MAX_FILES=1000 git ${taking.join(' ')} receive-pack`;
  git(work, 'push', '-q', `--receive-pack=${receivePack}`, dir, ...refs);
};

async function age(file: string, days: number): Promise<void> {
  const then = new Date(Date.now() - days * DAY_MS);
  await utimes(file, then, then);
}
const mark = () => path.join(dir, 'freshet-unreachable');
const packs = async () =>
  (await readdir(path.join(dir, 'objects/pack'))).map((name) => path.join(dir, 'objects/pack', name));

/** As if so many days had gone by since the last dropping. */
async function later(days: number): Promise<void> {
  await age(mark(), days);
  for (const file of await packs()) await age(file, days);
}

it('notes what a push leaves without a name, and nothing for one that only adds', async () => {
  await push('one', 'main');
  await push('two', 'main', 'HEAD:refs/heads/side');
  expect(existsSync(mark())).toBe(false);
  send(':side');
  expect(existsSync(mark())).toBe(true);
  await rm(mark());
  git(work, 'commit', '-q', '--amend', '-m', 'again');
  send('+HEAD:refs/heads/other', 'HEAD:refs/tags/v1');
  expect(existsSync(mark())).toBe(false);
  git(work, 'commit', '-q', '--amend', '-m', 'and again');
  send('+HEAD:refs/heads/other');
  expect(existsSync(mark())).toBe(true);
});

it('drops it two weeks after it was found, and never what a branch, a tag or a kept reference reaches', async () => {
  const first = await push('one', 'main');
  const tagged = await push('tagged', 'HEAD:refs/tags/v1');
  git(work, 'reset', '-q', '--hard', first);
  const kept = await push('kept', 'HEAD:refs/heads/kept');
  git(dir, 'update-ref', 'refs/freshet/kept/x/heads/kept', kept);
  git(work, 'reset', '-q', '--hard', first);
  const lost = await push('lost', 'HEAD:refs/heads/lost');
  send(':kept', ':lost');
  expect(await pruneHosted(dir)).toBe(false);

  // However old its pack is: it became unreachable only now.
  await later(100);
  expect(await pruneHosted(dir)).toBe(true);
  expect(await commitExists(dir, lost)).toBe(true);
  expect((await packs()).some((name) => name.endsWith('.mtimes'))).toBe(true);
  expect(await pruneHosted(dir)).toBe(false);

  await later(8);
  expect(await pruneHosted(dir)).toBe(true);
  expect(await commitExists(dir, lost)).toBe(true);
  await age(mark(), 8);
  await ageAside(15);
  expect(await pruneHosted(dir)).toBe(true);
  expect(await commitExists(dir, lost)).toBe(false);
  for (const sha of [first, tagged, kept]) expect(await commitExists(dir, sha)).toBe(true);
  expect(git(dir, 'fsck', '--full')).toBe('');
  expect(existsSync(mark())).toBe(false);
});

/** What is put aside has its ages in a list: a head of 12 bytes, seconds in 4 bytes each, two checksums of 20 bytes. */
async function ageAside(days: number): Promise<void> {
  for (const file of await packs()) {
    if (!file.endsWith('.mtimes')) continue;
    const list = await readFile(file);
    const then = Math.floor((Date.now() - days * DAY_MS) / 1000);
    for (let at = 12; at < list.length - 40; at += 4) list.writeUInt32BE(then, at);
    createHash('sha1')
      .update(list.subarray(0, -20))
      .digest()
      .copy(list, list.length - 20);
    await rm(file);
    await writeFile(file, list);
  }
}

it('never goes on while somebody pushes, and pushes wait for it', async () => {
  await push('one', 'main');
  await push('two', 'HEAD:refs/heads/side');
  send(':side');
  await later(8);
  const limits = { maxBytes: 1e6, maxRepoBytes: 1e9, full: null, maxFiles: 100, allowsForcedPushes: false };
  const pushing = await receivePush(dir, limits, { protocol: 0, signal, timeoutMs: 60_000 });
  expect(await pruneHosted(dir)).toBe(false);
  pushing.stop();
  await pushing.done.catch(() => {});
  await expect.poll(() => pruneHosted(dir)).toBe(true);

  // Another process is at it, which is alive; then it was killed.
  const lock = path.join(dir, 'freshet-pruning');
  await writeFile(lock, `${process.ppid} ${hostname()}`);
  let isIn = false;
  const entering = enterPush(dir, { signal }).then((leave) => {
    isIn = true;
    return leave;
  });
  await expect.poll(async () => (await readdir(dir)).some((name) => name.startsWith('freshet-pushing-'))).toBe(true);
  expect(isIn).toBe(false);
  await writeFile(lock, `${process.pid} ${hostname()}`);
  await (await entering)();
  expect((await readdir(dir)).filter((name) => name.startsWith('freshet-pushing-'))).toEqual([]);
});

import { access, chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import { openCatFile } from '@/lib/git/read/cat-file';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { commitExists, listCommits } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { listTree } from '@/lib/git/read/tree';
import { cloneMirror } from '@/lib/git/remote/clone';
import { fetchMirror } from '@/lib/git/remote/fetch';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { checkMirror, removeStaleLocks } from './health';
import { maintainMirror } from './maintain';
import { readHead } from './refs';
import { dropKept, resetRefs } from './reset';

let world: MirrorWorld;
let repo: GitRepo;
let remote: ValidatedRemote;
let dir: string;
let first: string;

beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  repo = await world.newRepo({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  ({ remote, dir, tip: first } = await world.mirror(repo));
});

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

describe('many small fetches', () => {
  it('are packed together now and then, with everything still there', async () => {
    const tips: string[] = [first];
    for (let i = 0; i < 25; i += 1) {
      tips.push(await repo.commit({ 'a.txt': `version ${i}\n` }));
      await fetchMirror(remote, dir, world.limits);
    }
    await resetRefs(dir, { headBranch: 'main' });
    const packs = async () =>
      (await readdir(path.join(dir, 'objects', 'pack'))).filter((name) => name.endsWith('.pack'));
    expect((await packs()).length).toBeGreaterThan(24);
    const cat = openCatFile(dir);
    expect((await cat.read(first, 1000))?.type).toBe('commit');
    expect(await maintainMirror(dir)).toBe(true);
    expect((await packs()).length).toBeLessThan(5);
    expect(await maintainMirror(dir)).toBe(false);
    for (const list of ['info/refs', 'objects/info/packs']) expect(await exists(path.join(dir, list))).toBe(false);
    for (const tip of tips) expect((await cat.read(tip, 1000))?.type).toBe('commit');
    await cat.close();
    expect(await checkMirror(dir)).toBe('ok');
  });
});

describe('what nothing names any more', () => {
  it('stays for a week, and is left out when the mirror is next packed', async () => {
    const lost = await repo.commit({ 'a.txt': 'lost\n' });
    const sync = async (keepAs: string) => {
      await fetchMirror(remote, dir, world.limits);
      await resetRefs(dir, { headBranch: 'main' }, { keepAs });
    };
    await sync('first');
    await repo.commit({ 'a.txt': 'found\n' }, { from: null });
    await sync('second');
    expect(await maintainMirror(dir)).toBe(false);
    await dropKept(dir, 'second');
    expect(await maintainMirror(dir)).toBe(false);
    expect(await commitExists(dir, lost)).toBe(true);
    await ageMark();
    expect(await maintainMirror(dir)).toBe(true);
    expect(await commitExists(dir, lost)).toBe(false);
    expect(await checkMirror(dir)).toBe('ok');
    expect(await maintainMirror(dir)).toBe(false);
  });

  it('is what a tag alone named that is gone, and not what is kept', async () => {
    const tagged = await repo.commit({ 'a.txt': 'tagged\n' }, { branch: 'side' });
    await repo.tag('v1', tagged);
    await repo.deleteBranch('side');
    const sync = async (keepAs: string) => {
      await fetchMirror(remote, dir, world.limits);
      await resetRefs(dir, { headBranch: 'main' }, { keepAs });
    };
    await sync('first');
    const forced = await repo.commit({ 'a.txt': 'forced\n' }, { from: null });
    await repo.git(['update-ref', '-d', 'refs/tags/v1']);
    await sync('second');
    await ageMark();
    expect(await maintainMirror(dir)).toBe(true);
    expect(await commitExists(dir, tagged)).toBe(false);
    for (const kept of [first, forced]) expect(await commitExists(dir, kept)).toBe(true);
  });

  async function ageMark(): Promise<void> {
    const old = new Date(Date.now() - 8 * 86_400_000);
    await utimes(path.join(dir, 'freshet-unreachable'), old, old);
  }
});

describe('what a crash leaves', () => {
  it('stale locks are removed, young ones are respected', async () => {
    const second = await repo.commit({ 'a.txt': 'two\n' });
    const [pack = ''] = (await readdir(path.join(dir, 'objects/pack'))).filter((name) => name.endsWith('.pack'));
    const locks = [
      'packed-refs.lock',
      'HEAD.lock',
      'config.lock',
      'refs/heads/main.lock',
      'objects/pack/tmp_pack_x',
      'objects/pack/.tmp-12345-pack-x.pack',
      `objects/pack/${pack.replace(/pack$/, 'keep')}`,
    ];
    for (const name of locks) await writeFile(path.join(dir, name), '');
    expect(await removeStaleLocks(dir)).toBe(0);
    await fetchMirror(remote, dir, world.limits);
    await expect(resetRefs(dir, { headBranch: 'main' })).rejects.toMatchObject({ code: 'conflict', retryable: true });
    expect(await readHead(dir)).toMatchObject({ sha: first });
    const old = new Date(Date.now() - 120_000);
    for (const name of locks) await utimes(path.join(dir, name), old, old).catch(() => {});
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ headSha: second });
    for (const name of locks) expect(await exists(path.join(dir, name)), name).toBe(false);
  });

  it('a fetch that was killed takes its own locks along, and no others', async () => {
    const own = ['packed-refs.lock', 'refs/heads.lock', 'objects/pack/tmp_pack_x'];
    await writeFile(path.join(dir, 'config.lock'), '');
    const young = new Date(Date.now() - 5_000);
    await utimes(path.join(dir, 'config.lock'), young, young);
    await repo.commit({ 'a.txt': 'two\n' });
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    world.server.faults.push({
      match: () => {
        asked();
        return true;
      },
      hang: true,
    });
    const killed = new AbortController();
    const fetched = fetchMirror(remote, dir, { ...world.limits, signal: killed.signal });
    await isAsked;
    for (const name of [...own, 'config.freshet-1']) await writeFile(path.join(dir, name), '');
    killed.abort(new Error('killed'));
    await expect(fetched).rejects.toThrow();
    world.server.faults.length = 0;
    for (const name of own) expect(await exists(path.join(dir, name)), name).toBe(false);
    for (const name of ['config.lock', 'config.freshet-1']) {
      expect(await exists(path.join(dir, name)), name).toBe(true);
      await rm(path.join(dir, name));
    }
  });

  it('a damaged mirror is seen, said to be damaged, and replaced by a clone', async () => {
    const blob = (await collect(listTree(dir, first)))[0]?.sha ?? '';
    const pack = path.join(dir, 'objects', 'pack');
    await rm(pack, { recursive: true });
    await mkdir(pack);
    expect(await checkMirror(dir)).toBe('corrupt');
    await expect(collect(listTree(dir, first))).rejects.toMatchObject({ code: 'not_found', kind: 'corrupt' });
    await expect(collect(diffTrees(dir, first, first))).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(collect(listCommits(dir, { to: first }))).rejects.toMatchObject({ kind: 'corrupt' });
    await cloneMirror(remote, dir, world.limits);
    await resetRefs(dir, { headBranch: 'main' });
    expect((await readFileAt(dir, first, 'a.txt', 99))?.sha).toBe(blob);
    await rm(path.join(dir, 'HEAD'));
    expect(await checkMirror(dir)).toBe('corrupt');
    expect((await stat(dir)).isDirectory()).toBe(true);
  });

  it('an object with flipped bits is no content', async () => {
    const packs = path.join(dir, 'objects', 'pack');
    const before = await readdir(packs);
    const tip = await repo.commit({ 'new.txt': 'some new content\n' });
    await fetchMirror(remote, dir, world.limits);
    const blob = (await collect(listTree(dir, tip))).find((entry) => entry.path === 'new.txt')?.sha ?? '';
    const fresh = (await readdir(packs)).find((name) => name.endsWith('.pack') && !before.includes(name)) ?? '';
    await chmod(path.join(packs, fresh), 0o644);
    const bytes = await readFile(path.join(packs, fresh));
    bytes.fill(0x5a, 12, bytes.length - 20);
    await writeFile(path.join(packs, fresh), bytes);
    const cat = openCatFile(dir);
    expect(await cat.read(blob, 1000)).toBeNull();
    expect((await cat.read(first, 1000))?.type).toBe('commit');
    await cat.close();
  });

  it('commits that are gone are told apart from a broken mirror', async () => {
    await expect(collect(diffTrees(dir, '1'.repeat(40), first))).rejects.toMatchObject({ code: 'not_found' });
    await expect(collect(listCommits(dir, { to: '1'.repeat(40) }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(collect(listTree(dir, first, { under: 'nowhere' }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(collect(listTree(dir, 'HEAD'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(collect(listTree(dir, '--output=/tmp/x'))).rejects.toMatchObject({ code: 'invalid' });
    expect(await readFileAt(dir, '1'.repeat(40), 'a.txt', 9)).toBeNull();
    await expect(readFileAt(dir, 'main\ncontents x', 'a.txt', 9)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('a reader that stops early leaves no process, and an abort ends a reading', async () => {
    for await (const entry of listTree(dir, first)) {
      expect(entry.path).toBe('a.txt');
      break;
    }
    await expect(collect(listTree(dir, first, { signal: AbortSignal.abort(new Error('no')) }))).rejects.toMatchObject({
      message: expect.stringContaining('cancelled'),
    });
    const controller = new AbortController();
    const cat = openCatFile(dir, { signal: controller.signal });
    const blob = (await collect(listTree(dir, first)))[0]?.sha ?? '';
    expect((await cat.read(blob, 99))?.content?.toString()).toBe('one\n');
    controller.abort();
    await expect(cat.read(blob, 99)).rejects.toMatchObject({ code: 'internal' });
    await cat.close();
  });
});

import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { FileSet, GitRepo } from '@/e2e/servers/git/git-repo';
import { checkMirror } from '@/lib/git/mirror/health';
import { maintainMirror } from '@/lib/git/mirror/maintain';
import { listRawRefs, listRefs, readHead } from '@/lib/git/mirror/refs';
import { removeMirror } from '@/lib/git/mirror/replace-mirror';
import { dropKept, resetRefs } from '@/lib/git/mirror/reset';
import { openCatFile } from '@/lib/git/read/cat-file';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { commitExists, listCommits } from '@/lib/git/read/log';
import { readFileAt } from '@/lib/git/read/read-file';
import { listTree } from '@/lib/git/read/tree';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { listRemoteRefs } from './remote-refs';

let world: MirrorWorld;
beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

async function cloned(files: FileSet | null): Promise<{ repo: GitRepo; remote: ValidatedRemote; dir: string }> {
  const repo = await world.newRepo(files);
  const remote = await world.remoteOf(repo);
  const dir = world.newDir();
  await cloneMirror(remote, dir, world.limits);
  return { repo, remote, dir };
}

describe('a mirror', () => {
  it('is cloned, shown by a reset, and follows upstream', async () => {
    const { repo, remote, dir } = await cloned({ 'a.txt': 'one\n', 'src/b.ts': 'two\n' });
    expect((await listRefs(dir)).size).toBe(0);
    const refs = await listRemoteRefs(remote, world.limits);
    const first = await repo.tip();
    expect(refs).toEqual({ headBranch: 'main', headSha: first, refs: new Map([['refs/heads/main', first]]) });
    expect(await resetRefs(dir, refs)).toEqual({
      headBranch: 'main',
      headSha: first,
      created: 1,
      updated: 0,
      deleted: 0,
      rewritten: [],
    });
    expect(await listRefs(dir)).toEqual(refs.refs);
    expect(await checkMirror(dir)).toBe('ok');

    const second = await repo.commit({ 'a.txt': 'changed\n', 'c.txt': 'new\n', 'src/b.ts': null });
    await repo.tag('v1', second, { annotated: true });
    await fetchMirror(remote, dir, world.limits);
    expect(await readHead(dir)).toEqual({ branch: 'main', sha: first });
    const after = await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    expect(after).toMatchObject({ headSha: second, created: 1, updated: 1, deleted: 0, rewritten: [] });
    expect(await listRefs(dir)).toEqual((await listRemoteRefs(remote, world.limits)).refs);

    expect(await collect(diffTrees(dir, first, second))).toMatchObject([
      { path: 'a.txt', op: 'put', isNew: false, mode: 100644, sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { path: 'c.txt', op: 'put', isNew: true, mode: 100644, sha: expect.any(String) },
      { path: 'src/b.ts', op: 'remove', isNew: false, mode: 100644, sha: expect.any(String) },
    ]);
    const tree = await collect(listTree(dir, second));
    expect(tree.map(({ path: name, type, sizeBytes }) => [name, type, sizeBytes])).toEqual([
      ['a.txt', 'blob', 8],
      ['c.txt', 'blob', 4],
    ]);
    expect((await collect(listTree(dir, first, { under: 'src' }))).map((entry) => entry.path)).toEqual(['src/b.ts']);
    expect((await collect(listTree(dir, first, { recursive: false }))).map(({ path: p, type }) => [p, type])).toEqual([
      ['a.txt', 'blob'],
      ['src', 'tree'],
    ]);
    const commits = await collect(listCommits(dir, { to: second }));
    expect(commits.map(({ sha, parents }) => [sha, parents])).toEqual([
      [second, [first]],
      [first, []],
    ]);
    expect(commits[0]).toMatchObject({ authorName: 'Test Author', subject: 'Change files' });
    expect(await collect(listCommits(dir, { to: second, not: [first] }))).toHaveLength(1);
    expect(await collect(listCommits(dir, { to: second, path: 'src/b.ts' }))).toHaveLength(2);
    expect(await collect(listCommits(dir, { to: second, path: 'c.txt' }))).toHaveLength(1);
    expect(await commitExists(dir, first)).toBe(true);
    expect(await commitExists(dir, '1'.repeat(40))).toBe(false);
    const file = await readFileAt(dir, second, 'c.txt', 100);
    expect(file).toMatchObject({ mode: 100644, type: 'blob', sizeBytes: 4 });
    expect(file?.content?.toString()).toBe('new\n');
    expect((await readFileAt(dir, second, 'a.txt', 3))?.content).toBeNull();
    expect(await readFileAt(dir, second, 'nothing', 3)).toBeNull();
  });

  it('reads many objects at once, whole and unmixed', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`f/${i}.txt`, `content ${i}\n`.repeat(i % 50)]),
    );
    const { remote, dir } = await cloned({ ...files, 'big.bin': Buffer.alloc(3_000_000, 7) });
    const { headSha } = await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    const entries = await collect(listTree(dir, headSha ?? ''));
    const cat = openCatFile(dir);
    const read = await Promise.all(entries.map((entry) => cat.read(entry.sha, 1_000_000)));
    for (const [index, entry] of entries.entries()) {
      const object = read[index];
      expect(object?.sizeBytes).toBe(entry.sizeBytes);
      if (entry.path === 'big.bin') expect(object?.content).toBeNull();
      else expect(object?.content?.toString()).toBe(files[entry.path]);
    }
    expect((await cat.read(entries[0]?.sha ?? '', 10_000_000))?.content?.length).toBe(3_000_000);
    expect(await cat.read(`${'0'.repeat(39)}1`, 10)).toBeNull();
    await cat.close();
    await expect(cat.read(entries[1]?.sha ?? '', 10)).rejects.toMatchObject({ code: 'internal' });
  });

  it('survives force pushes, renamed default branches, vanished branches and folders in their place', async () => {
    const { repo, remote, dir } = await cloned({ 'a.txt': 'one\n' });
    const old = await repo.tip();
    await repo.commit({ 'x.txt': 'x\n' }, { branch: 'feature', from: old });
    await repo.commit({ 'x.txt': 'x\n' }, { branch: 'team/a/b', from: old });
    await fetchMirror(remote, dir, world.limits);
    await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    await repo.commit({ 'b.txt': 'rewritten\n' }, { from: null });
    await repo.deleteBranch('feature');
    await repo.setBranch('feature/one', old);
    await repo.deleteBranch('team/a/b');
    await repo.setBranch('team/a', old);
    await repo.renameDefaultBranch('trunk');
    await fetchMirror(remote, dir, world.limits);
    const refs = await listRemoteRefs(remote, world.limits);
    const result = await resetRefs(dir, refs);
    expect(result).toMatchObject({ headBranch: 'trunk', headSha: await repo.tip('trunk'), created: 3, deleted: 3 });
    expect(await listRefs(dir)).toEqual(refs.refs);
    await repo.commit({ 'c.txt': 'again\n' }, { from: old });
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, refs)).toMatchObject({ rewritten: [{ branch: 'trunk', lostCommits: 1 }], updated: 1 });
  });

  it('keeps for a time what a rewritten history took away, and tells of it before anything moves', async () => {
    const { repo, remote, dir } = await cloned({ 'a.txt': 'one\n' });
    const base = await repo.tip();
    const lost = await repo.commit({ 'a.txt': 'two\n' });
    const merged = await repo.commit({ 'm.txt': 'm\n' }, { branch: 'merged', from: base });
    const side = await repo.commit({ 's.txt': 's\n' }, { branch: 'sïde/x', from: base });
    await repo.commit({ 'a.txt': 'three\n' }, { merge: [merged] });
    const tip = await repo.tip();
    const sync = async (keepAs: string, told: unknown[] = []) => {
      await fetchMirror(remote, dir, world.limits);
      const before = await listRefs(dir);
      return await resetRefs(dir, await listRemoteRefs(remote, world.limits), {
        keepAs,
        onRewrite: async (rewritten) => {
          expect(await listRefs(dir)).toEqual(before);
          told.push(...rewritten);
        },
      });
    };
    expect((await sync('first')).rewritten).toEqual([]);
    await repo.deleteBranch('merged');
    await repo.deleteBranch('sïde/x');
    const forced = await repo.commit({ 'a.txt': 'other\n' }, { from: base });
    const told: unknown[] = [];
    const { rewritten } = await sync('second', told);
    expect(told).toEqual(rewritten);
    expect(rewritten).toEqual([
      { branch: 'main', oldCommit: tip, newCommit: forced, lostCommits: 3 },
      // Nothing has it any more, since the merge is gone as well.
      { branch: 'merged', oldCommit: merged, newCommit: null, lostCommits: 1 },
      { branch: 'sïde/x', oldCommit: side, newCommit: null, lostCommits: 1 },
    ]);
    expect([...(await listRefs(dir)).keys()]).toEqual(['refs/heads/main']);
    await maintainMirror(dir);
    expect(await commitExists(dir, lost)).toBe(true);
    expect((await listRawRefs(dir, ['refs/freshet/kept'])).size).toBe(3);
    // Emptied and refilled: refs are then written in one file, and what is kept stays in it.
    await repo.git(['update-ref', '-d', 'refs/heads/main']);
    await sync('third');
    await repo.setBranch('main', base);
    await sync('fourth');
    expect((await listRawRefs(dir, ['refs/freshet/kept'])).size).toBe(4);
    await dropKept(dir, 'second');
    expect([...(await listRawRefs(dir, ['refs/freshet/kept'])).keys()]).toEqual(['refs/freshet/kept/third/main']);
    await dropKept(dir, 'second');
  });

  it('with thousands of branches writes only what changed', async () => {
    const { repo, remote, dir } = await cloned({ 'a.txt': 'one\n' });
    const tip = await repo.tip();
    const names = Array.from({ length: 2000 }, (_, i) => `refs/heads/topic/${i}`);
    await repo.git(['update-ref', '--stdin'], names.map((name) => `create ${name} ${tip}\n`).join(''));
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ created: 2001, updated: 0, deleted: 0 });
    expect(await readdir(path.join(dir, 'refs', 'heads'))).toEqual([]);
    const next = await repo.commit({ 'a.txt': 'two\n' }, { branch: 'topic/7' });
    await repo.deleteBranch('topic/8');
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, { headBranch: 'main' })).toMatchObject({ created: 0, updated: 1, deleted: 1 });
    expect(await readdir(path.join(dir, 'refs', 'heads', 'topic'))).toEqual(['7']);
    const refs = await listRefs(dir);
    expect(refs.size).toBe(2000);
    expect(refs.get('refs/heads/topic/7')).toBe(next);
  });

  it('can be empty, and is filled later', async () => {
    const { repo, remote, dir } = await cloned(null);
    const refs = await listRemoteRefs(remote, world.limits);
    expect(refs).toEqual({ headBranch: null, headSha: null, refs: new Map() });
    expect(await resetRefs(dir, refs)).toMatchObject({ headBranch: null, created: 0 });
    expect(await checkMirror(dir)).toBe('ok');
    await repo.commit({ 'a.txt': 'first\n' });
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, await listRemoteRefs(remote, world.limits))).toMatchObject({
      headBranch: 'main',
      created: 1,
    });
  });

  it('is told from a missing and a corrupt one, and goes away whole', async () => {
    const { remote, dir } = await cloned({ 'a.txt': 'one\n' });
    await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    expect(await checkMirror(`${dir}x`)).toBe('missing');
    await rm(path.join(dir, 'objects'), { recursive: true });
    expect(await checkMirror(dir)).toBe('corrupt');
    await cloneMirror(remote, dir, world.limits);
    await resetRefs(dir, await listRemoteRefs(remote, world.limits));
    expect(await checkMirror(dir)).toBe('ok');
    await removeMirror(dir);
    expect(await checkMirror(dir)).toBe('missing');
    expect((await readdir(path.dirname(dir))).filter((name) => name.startsWith(path.basename(dir)))).toEqual([]);
  });
});

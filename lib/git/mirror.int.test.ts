import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '@/e2e/servers/git-http';
import { createRepo, type GitRepo } from '@/e2e/servers/git-repo';
import { openCatFile } from './cat-file';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';
import { checkMirror } from './health';
import { commitExists, listCommits } from './log';
import { mirrorDir } from './mirror-dir';
import { readFileAt } from './read-file';
import { listRefs, readHead } from './refs';
import { type ValidatedRemote, validateRemote } from './remote-policy';
import { listRemoteRefs } from './remote-refs';
import { removeMirror } from './replace-mirror';
import { resetRefs } from './reset';
import { diffTrees, listTree } from './tree';

const limits = { timeoutMs: 30_000, maxBytes: 1024 ** 3 };
let root: string;
let server: GitServer;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-mirror-'));
  server = await startGitServer({ root });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}

async function mirrored(
  files: Parameters<typeof createRepo>[2],
): Promise<{ repo: GitRepo; remote: ValidatedRemote; dir: string }> {
  made += 1;
  const repo = await createRepo(root, `org/repo-${made}`, files);
  const remote = await validateRemote(`${server.url}/${repo.name}`, { allowedHosts: ['127.0.0.1'] });
  const dir = mirrorDir(path.join(root, 'data'), `repo-${made}`);
  await cloneMirror(remote, dir, limits);
  return { repo, remote, dir };
}

describe('a mirror', () => {
  it('is cloned, shown by a reset, and follows upstream', async () => {
    const { repo, remote, dir } = await mirrored({ 'a.txt': 'one\n', 'src/b.ts': 'two\n' });
    expect((await listRefs(dir)).size).toBe(0);
    const refs = await listRemoteRefs(remote, limits);
    const first = await repo.tip();
    expect(refs).toEqual({ headBranch: 'main', headSha: first, refs: new Map([['refs/heads/main', first]]) });
    expect(await resetRefs(dir, refs)).toEqual({
      headBranch: 'main',
      headSha: first,
      created: 1,
      updated: 0,
      deleted: 0,
      forced: [],
    });
    expect(await listRefs(dir)).toEqual(refs.refs);
    expect(await checkMirror(dir)).toBe('ok');

    const second = await repo.commit({ 'a.txt': 'changed\n', 'c.txt': 'new\n', 'src/b.ts': null });
    await repo.tag('v1', second, { annotated: true });
    await fetchMirror(remote, dir, limits);
    expect(await readHead(dir)).toEqual({ branch: 'main', sha: first });
    const after = await resetRefs(dir, await listRemoteRefs(remote, limits));
    expect(after).toMatchObject({ headSha: second, created: 1, updated: 1, deleted: 0, forced: [] });
    expect(await listRefs(dir)).toEqual((await listRemoteRefs(remote, limits)).refs);

    expect(await all(diffTrees(dir, first, second))).toEqual([
      { path: 'a.txt', op: 'put', mode: 100644, sha: expect.stringMatching(/^[0-9a-f]{40}$/) },
      { path: 'c.txt', op: 'put', mode: 100644, sha: expect.any(String) },
      { path: 'src/b.ts', op: 'remove', mode: 100644, sha: expect.any(String) },
    ]);
    const tree = await all(listTree(dir, second));
    expect(tree.map(({ path: name, type, sizeBytes }) => [name, type, sizeBytes])).toEqual([
      ['a.txt', 'blob', 8],
      ['c.txt', 'blob', 4],
    ]);
    expect((await all(listTree(dir, first, { under: 'src' }))).map((entry) => entry.path)).toEqual(['src/b.ts']);
    expect((await all(listTree(dir, first, { recursive: false }))).map(({ path: p, type }) => [p, type])).toEqual([
      ['a.txt', 'blob'],
      ['src', 'tree'],
    ]);
    const commits = await all(listCommits(dir, { to: second }));
    expect(commits.map(({ sha, parents }) => [sha, parents])).toEqual([
      [second, [first]],
      [first, []],
    ]);
    expect(commits[0]).toMatchObject({ authorName: 'Test Author', subject: 'Change files' });
    expect(await all(listCommits(dir, { to: second, not: [first] }))).toHaveLength(1);
    expect(await all(listCommits(dir, { to: second, path: 'src/b.ts' }))).toHaveLength(2);
    expect(await all(listCommits(dir, { to: second, path: 'c.txt' }))).toHaveLength(1);
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
    const { remote, dir } = await mirrored({ ...files, 'big.bin': Buffer.alloc(3_000_000, 7) });
    const { headSha } = await resetRefs(dir, await listRemoteRefs(remote, limits));
    const entries = await all(listTree(dir, headSha ?? ''));
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
    const { repo, remote, dir } = await mirrored({ 'a.txt': 'one\n' });
    const old = await repo.tip();
    await repo.commit({ 'x.txt': 'x\n' }, { branch: 'feature', from: old });
    await repo.commit({ 'x.txt': 'x\n' }, { branch: 'team/a/b', from: old });
    await fetchMirror(remote, dir, limits);
    await resetRefs(dir, await listRemoteRefs(remote, limits));
    await repo.commit({ 'b.txt': 'rewritten\n' }, { from: null });
    await repo.deleteBranch('feature');
    await repo.setBranch('feature/one', old);
    await repo.deleteBranch('team/a/b');
    await repo.setBranch('team/a', old);
    await repo.renameDefaultBranch('trunk');
    await fetchMirror(remote, dir, limits);
    const refs = await listRemoteRefs(remote, limits);
    const result = await resetRefs(dir, refs);
    expect(result).toMatchObject({ headBranch: 'trunk', headSha: await repo.tip('trunk'), created: 3, deleted: 3 });
    expect(await listRefs(dir)).toEqual(refs.refs);
    await repo.commit({ 'c.txt': 'again\n' }, { from: old });
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, refs)).toMatchObject({ forced: ['trunk'], updated: 1 });
  });

  it('can be empty, and is filled later', async () => {
    const { repo, remote, dir } = await mirrored(null);
    const refs = await listRemoteRefs(remote, limits);
    expect(refs).toEqual({ headBranch: null, headSha: null, refs: new Map() });
    expect(await resetRefs(dir, refs)).toMatchObject({ headBranch: null, created: 0 });
    expect(await checkMirror(dir)).toBe('ok');
    await repo.commit({ 'a.txt': 'first\n' });
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, await listRemoteRefs(remote, limits))).toMatchObject({
      headBranch: 'main',
      created: 1,
    });
  });

  it('is told from a missing and a corrupt one, and goes away whole', async () => {
    const { remote, dir } = await mirrored({ 'a.txt': 'one\n' });
    await resetRefs(dir, await listRemoteRefs(remote, limits));
    expect(await checkMirror(`${dir}x`)).toBe('missing');
    await rm(path.join(dir, 'objects'), { recursive: true });
    expect(await checkMirror(dir)).toBe('corrupt');
    await cloneMirror(remote, dir, limits);
    await resetRefs(dir, await listRemoteRefs(remote, limits));
    expect(await checkMirror(dir)).toBe('ok');
    await removeMirror(dir);
    expect(await checkMirror(dir)).toBe('missing');
    expect((await readdir(path.dirname(dir))).filter((name) => name.startsWith(path.basename(dir)))).toEqual([]);
  });
});

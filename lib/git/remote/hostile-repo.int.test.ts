import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { GitRepo } from '@/e2e/servers/git/git-repo';
import { pathProblem } from '@/lib/git/escape-path';
import { openCatFile } from '@/lib/git/read/cat-file';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { readFileAt } from '@/lib/git/read/read-file';
import { listTree, type TreeEntry } from '@/lib/git/read/tree';
import { cloneMirror } from './clone';
import { fetchMirror } from './fetch';

let world: MirrorWorld;
beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

/** A tree object written byte by byte, with entries no git command would make. */
async function rawTree(repo: GitRepo, entries: [mode: string, name: string, sha: string][]): Promise<string> {
  const bytes = Buffer.concat(
    entries.flatMap(([mode, name, sha]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]),
  );
  return (await repo.git(['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'], bytes)).trim();
}

async function commitTree(repo: GitRepo, tree: string): Promise<string> {
  const sha = (await repo.git(['commit-tree', '-m', 'crafted', tree])).trim();
  await repo.setBranch('main', sha);
  return sha;
}

describe('links and submodules', () => {
  it('a link is its own text, and leads nowhere', async () => {
    const repo = await world.newRepo({
      'a.txt': 'a\n',
      passwd: { link: '/etc/passwd' },
      up: { link: '../../../../..' },
      'dir/self': { link: '.' },
    });
    const { dir, tip } = await world.mirror(repo);
    const modes = Object.fromEntries((await collect(listTree(dir, tip))).map((entry) => [entry.path, entry.mode]));
    expect(modes).toEqual({ 'a.txt': 100644, passwd: 120000, up: 120000, 'dir/self': 120000 });
    const link = await readFileAt(dir, tip, 'passwd', 1000);
    expect(link).toMatchObject({ mode: 120000, sizeBytes: 11 });
    expect(link?.content?.toString()).toBe('/etc/passwd');
    for (const name of [
      'up/etc/passwd',
      'passwd/x',
      'dir/self/self',
      '../a.txt',
      '/a.txt',
      'a.txt/',
      './a.txt',
      'dir',
    ]) {
      expect(await readFileAt(dir, tip, name, 1000), name).toBeNull();
    }
    await expect(collect(listTree(dir, tip, { under: 'up' }))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a submodule is a commit without content, wherever its address points', async () => {
    const marker = path.join(world.root, 'submodule-owned');
    const repo = await world.newRepo({
      '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::sh -c touch% ${marker}\n`,
      sub: { submodule: '1'.repeat(40) },
      'a.txt': 'a\n',
    });
    const { dir, tip, remote } = await world.mirror(repo);
    const entries = await collect(listTree(dir, tip));
    expect(entries.find((entry) => entry.path === 'sub')).toEqual({
      path: 'sub',
      mode: 160000,
      type: 'commit',
      sha: '1'.repeat(40),
      sizeBytes: null,
    });
    expect(await readFileAt(dir, tip, 'sub', 1000)).toBeNull();
    const next = await repo.commit({ sub: { submodule: '2'.repeat(40) } });
    await fetchMirror(remote, dir, world.limits);
    expect(await collect(diffTrees(dir, tip, next))).toEqual([
      { path: 'sub', op: 'put', isNew: false, mode: 160000, sha: '2'.repeat(40), oldSha: '1'.repeat(40) },
    ]);
    await expect(access(marker)).rejects.toThrow();
  });

  it.each([
    ['an address like an option', '[submodule "s"]\n\tpath = s\n\turl = --upload-pack=touch\n'],
    ['a name that leaves the folder', '[submodule "../../x"]\n\tpath = s\n\turl = https://example.com/x\n'],
  ])('a submodule with %s is an odd file of a mirror, in which none is ever fetched', async (_, gitmodules) => {
    const repo = await world.newRepo({ '.gitmodules': gitmodules, s: { submodule: '1'.repeat(40) } });
    const { dir, tip } = await world.mirror(repo);
    expect((await readFileAt(dir, tip, '.gitmodules', 999))?.content?.toString()).toBe(gitmodules);
    expect(await readFileAt(dir, tip, 's', 999)).toBeNull();
    const seen = world.server.requests.map((request) => request.path.split('/').slice(0, 3).join('/'));
    expect(new Set(seen.filter((name) => name.includes(repo.name)))).toEqual(new Set([`/${repo.name}`]));
  });
});

describe('objects that no git would make', () => {
  it.each([
    ['..', '40000'],
    ['.', '40000'],
    ['.git', '40000'],
    ['.GIT', '40000'],
    ['a/b', '100644'],
  ])('a tree with the name %j is refused, and nothing is left', async (name, mode) => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const folder = (await repo.git(['rev-parse', 'main^{tree}'])).trim();
    await commitTree(repo, await rawTree(repo, [[mode, name, mode === '40000' ? folder : blob]]));
    const dir = world.newDir();
    const cloning = cloneMirror(await world.remoteOf(repo), dir, world.limits);
    await expect(cloning).rejects.toMatchObject({ code: 'upstream', kind: 'corrupt', retryable: false });
    const left = await readdir(path.dirname(dir));
    expect(left.filter((entry) => entry.startsWith(path.basename(dir)))).toEqual([]);
  });

  it('old mistakes that harm nobody are tolerated', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const tree = await rawTree(repo, [['0100644', 'a.txt', blob]]);
    const commit = `tree ${tree}\nauthor A <a@example.com> 1 +051800\ncommitter <a@example.com> 1 +0000\n\nold\n`;
    const sha = await repo.git(['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], commit);
    await repo.setBranch('main', sha.trim());
    const { dir, tip } = await world.mirror(repo);
    expect(await collect(listTree(dir, tip))).toMatchObject([{ path: 'a.txt', mode: 100644 }]);
    expect((await readFileAt(dir, tip, 'a.txt', 9))?.mode).toBe(100644);
  });

  it('a bomb of trees in trees is listed as far as somebody reads', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    let sha = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    for (let level = 0; level < 12; level += 1) {
      const mode = level === 0 ? '100644' : '40000';
      sha = await rawTree(
        repo,
        Array.from({ length: 10 }, (_, i) => [mode, `d${i}`, sha]),
      );
    }
    await commitTree(repo, sha);
    const { dir, tip } = await world.mirror(repo);
    let seen = 0;
    for await (const entry of listTree(dir, tip)) {
      expect(entry.type).toBe('blob');
      seen += 1;
      if (seen === 5000) break;
    }
    expect(seen).toBe(5000);
  });
});

describe('sizes', () => {
  it('100,000 files in one folder are listed, compared and found', async () => {
    const count = 100_000;
    const repo = await world.newRepo({ 'a.txt': 'the same\n' });
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const name = (i: number) => `f${String(i).padStart(6, '0')}.txt`;
    const lines = Array.from({ length: count }, (_, i) => `100644 blob ${blob}\t${name(i)}\n`);
    const folder = (await repo.git(['mktree'], lines.join(''))).trim();
    await commitTree(repo, await rawTree(repo, [['40000', 'many', folder]]));
    const { dir, tip, remote } = await world.mirror(repo);
    let listed = 0;
    for await (const entry of listTree(dir, tip)) if (entry.sizeBytes === 9) listed += 1;
    expect(listed).toBe(count);
    const next = await repo.commit({ 'many/f050000.txt': 'changed\n' });
    await fetchMirror(remote, dir, world.limits);
    expect(await collect(diffTrees(dir, tip, next))).toMatchObject([{ path: 'many/f050000.txt', op: 'put' }]);
    expect((await readFileAt(dir, next, 'many/f050000.txt', 99))?.content?.toString()).toBe('changed\n');
  });

  it('a file of 200 MB is known by its size and never held in memory', async () => {
    const repo = await world.newRepo([
      ['big.bin', Buffer.alloc(200 * 1024 * 1024)],
      ['small.txt', 'small\n'],
    ]);
    const { dir, tip } = await world.mirror(repo);
    const entries = await collect(listTree(dir, tip));
    const big = entries.find((entry) => entry.path === 'big.bin') as TreeEntry;
    expect(big.sizeBytes).toBe(200 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    const cat = openCatFile(dir);
    const [huge, small] = await Promise.all([
      cat.read(big.sha, 2 * 1024 * 1024),
      cat.read(entries.find((entry) => entry.path === 'small.txt')?.sha ?? '', 100),
    ]);
    await cat.close();
    expect(huge).toMatchObject({ sizeBytes: 200 * 1024 * 1024, content: null });
    expect(small?.content?.toString()).toBe('small\n');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('a tree 10,000 folders deep is mirrored, and its files are left out by name', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n', [`${'d/'.repeat(9_999)}leaf.txt`]: 'deep\n' });
    const { dir, tip, remote } = await world.mirror(repo);
    const entries = await collect(listTree(dir, tip));
    expect(entries).toHaveLength(2);
    expect(entries.map((entry) => pathProblem(entry.path)).sort()).toEqual(['path_too_long', null].sort());
    expect((await readFileAt(dir, tip, 'a.txt', 9))?.content?.toString()).toBe('a\n');
    const next = await repo.commit({ 'b.txt': 'b\n' });
    await fetchMirror(remote, dir, world.limits);
    expect(await collect(diffTrees(dir, tip, next))).toMatchObject([{ path: 'b.txt' }]);
  });

  it('paths are too long or too deep by their bytes and folders', () => {
    expect(pathProblem('a'.repeat(1024))).toBeNull();
    expect(pathProblem('a'.repeat(1025))).toBe('path_too_long');
    expect(pathProblem('ü'.repeat(600))).toBe('path_too_long');
    expect(pathProblem(`${'a/'.repeat(255)}b`)).toBeNull();
    expect(pathProblem(`${'a/'.repeat(256)}b`)).toBe('path_too_deep');
  });
});

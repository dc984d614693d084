import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitServer, startGitServer } from '@/e2e/servers/git-http';
import { createRepo, type FileEntry, type GitRepo } from '@/e2e/servers/git-repo';
import { openCatFile } from './cat-file';
import { cloneMirror } from './clone';
import { escapePath, pathProblem, unescapePath } from './escape-path';
import { fetchMirror } from './fetch';
import { listCommits } from './log';
import { mirrorDir } from './mirror-dir';
import { readFileAt } from './read-file';
import { listRefs, readHead } from './refs';
import { type ValidatedRemote, validateRemote } from './remote-policy';
import { listRemoteRefs } from './remote-refs';
import { resetRefs } from './reset';
import { diffTrees, listTree, type TreeEntry } from './tree';

const limits = { timeoutMs: 120_000, maxBytes: 1024 ** 3 };
let root: string;
let server: GitServer;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'freshet-hostile-repo-'));
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

interface Mirrored {
  dir: string;
  remote: ValidatedRemote;
  tip: string;
}

async function mirror(repo: GitRepo): Promise<Mirrored> {
  made += 1;
  const remote = await validateRemote(`${server.url}/${repo.name}`, { allowedHosts: ['127.0.0.1'] });
  const dir = mirrorDir(path.join(root, 'data'), `m${made}`);
  await cloneMirror(remote, dir, limits);
  const { headSha } = await resetRefs(dir, await listRemoteRefs(remote, limits));
  return { dir, remote, tip: headSha ?? '' };
}

function newRepo(files: Parameters<typeof createRepo>[2]): Promise<GitRepo> {
  made += 1;
  return createRepo(root, `org/r${made}`, files);
}

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
    const repo = await newRepo({
      'a.txt': 'a\n',
      passwd: { link: '/etc/passwd' },
      up: { link: '../../../../..' },
      'dir/self': { link: '.' },
    });
    const { dir, tip } = await mirror(repo);
    const modes = Object.fromEntries((await all(listTree(dir, tip))).map((entry) => [entry.path, entry.mode]));
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
    await expect(all(listTree(dir, tip, { under: 'up' }))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a submodule is a commit without content, wherever its address points', async () => {
    const marker = path.join(root, 'submodule-owned');
    const repo = await newRepo({
      '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::sh -c touch% ${marker}\n`,
      sub: { submodule: '1'.repeat(40) },
      'a.txt': 'a\n',
    });
    const { dir, tip, remote } = await mirror(repo);
    const entries = await all(listTree(dir, tip));
    expect(entries.find((entry) => entry.path === 'sub')).toEqual({
      path: 'sub',
      mode: 160000,
      type: 'commit',
      sha: '1'.repeat(40),
      sizeBytes: null,
    });
    expect(await readFileAt(dir, tip, 'sub', 1000)).toBeNull();
    const next = await repo.commit({ sub: { submodule: '2'.repeat(40) } });
    await fetchMirror(remote, dir, limits);
    expect(await all(diffTrees(dir, tip, next))).toEqual([
      { path: 'sub', op: 'put', mode: 160000, sha: '2'.repeat(40) },
    ]);
    await expect(access(marker)).rejects.toThrow();
  });

  it.each([
    ['an address like an option', '[submodule "s"]\n\tpath = s\n\turl = --upload-pack=touch\n'],
    ['a name that leaves the folder', '[submodule "../../x"]\n\tpath = s\n\turl = https://example.com/x\n'],
  ])('a submodule with %s is refused as a whole', async (_, gitmodules) => {
    const repo = await newRepo({ '.gitmodules': gitmodules, s: { submodule: '1'.repeat(40) } });
    await expect(mirror(repo)).rejects.toMatchObject({ code: 'upstream', kind: 'corrupt', retryable: false });
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
    const repo = await newRepo({ 'a.txt': 'a\n' });
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const folder = (await repo.git(['rev-parse', 'main^{tree}'])).trim();
    await commitTree(repo, await rawTree(repo, [[mode, name, mode === '40000' ? folder : blob]]));
    const error = await mirror(repo).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'upstream', kind: 'corrupt', retryable: false });
    const left = await readdir(path.join(root, 'data', 'mirrors'));
    expect(left.filter((entry) => entry.startsWith(`m${made}.`))).toEqual([]);
  });

  it('a bomb of trees in trees is listed as far as somebody reads', async () => {
    const repo = await newRepo({ 'a.txt': 'a\n' });
    let sha = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    for (let level = 0; level < 12; level += 1) {
      const mode = level === 0 ? '100644' : '40000';
      sha = await rawTree(
        repo,
        Array.from({ length: 10 }, (_, i) => [mode, `d${i}`, sha]),
      );
    }
    await commitTree(repo, sha);
    const { dir, tip } = await mirror(repo);
    let seen = 0;
    for await (const entry of listTree(dir, tip)) {
      expect(entry.type).toBe('blob');
      seen += 1;
      if (seen === 5000) break;
    }
    expect(seen).toBe(5000);
  });
});

describe('names of branches', () => {
  it('that look like options, ids, commands or other refs are names', async () => {
    const repo = await newRepo({ 'a.txt': 'main\n' });
    const main = await repo.tip();
    const other = await repo.commit({ 'a.txt': 'other\n' }, { branch: 'side' });
    const names = [
      '--upload-pack=touch',
      '-x',
      '--end-of-options',
      'HEAD',
      main,
      'refs/heads/main',
      '$(id)',
      '`id`',
      ';id',
      'a|b',
      'ünïcode/日本',
      'x'.repeat(200),
      '@',
    ];
    const lines = names.map((name) => `create refs/heads/${name}\0${other}\0`).join('');
    await repo.git(['update-ref', '-z', '--stdin'], lines);
    await repo.git(['symbolic-ref', 'HEAD', `refs/heads/${main}`]);
    const { dir, remote, tip } = await mirror(repo);
    expect(tip).toBe(other);
    expect(await readHead(dir)).toEqual({ branch: main, sha: other });
    const refs = await listRefs(dir);
    for (const name of names) expect(refs.get(`refs/heads/${name}`), name).toBe(other);
    expect((await readFileAt(dir, main, 'a.txt', 99))?.content?.toString()).toBe('main\n');
    expect(await all(listCommits(dir, { to: main }))).toHaveLength(1);
    expect(await all(diffTrees(dir, main, other))).toHaveLength(1);
    await repo.git(['symbolic-ref', 'HEAD', 'refs/heads/--upload-pack=touch']);
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, await listRemoteRefs(remote, limits))).toMatchObject({
      headBranch: '--upload-pack=touch',
      headSha: other,
    });
  });

  it('that are not UTF-8 survive the way there and back', async () => {
    const repo = await newRepo({ 'a.txt': 'a\n' });
    const tip = await repo.tip();
    const create = Buffer.concat([
      Buffer.from('create refs/heads/caf'),
      Buffer.from([0xe9]),
      Buffer.from(`\0${tip}\0`),
    ]);
    await repo.git(['update-ref', '-z', '--stdin'], create);
    const { dir, remote } = await mirror(repo);
    const refs = await listRemoteRefs(remote, limits);
    expect([...refs.refs.keys()].sort()).toEqual(['refs/heads/caf\\xe9', 'refs/heads/main']);
    expect(await listRefs(dir)).toEqual(refs.refs);
    await repo.git(
      ['update-ref', '-z', '--stdin'],
      Buffer.concat([Buffer.from('delete refs/heads/caf'), Buffer.from([0xe9, 0, 0])]),
    );
    await fetchMirror(remote, dir, limits);
    expect(await resetRefs(dir, refs)).toMatchObject({ deleted: 1 });
  });
});

describe('names of files', () => {
  const names: (string | Buffer)[] = [
    'line\nbreak.txt',
    'tab\tand"quote.txt',
    'back\\slash.txt',
    '\\x41.txt',
    '-rf',
    '--output=x',
    ' leading and trailing ',
    ':(glob)*',
    '*',
    '$(id)',
    '..hidden',
    'dir with space/ünï日本.txt',
    Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x63]),
    Buffer.from([0x64, 0xe9, 0x2f, 0x0a, 0xc3]),
    Buffer.from([0x5c, 0x78, 0x66, 0x66, 0xff]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf0, 0x9f, 0x98]),
  ];

  it('come back byte for byte, and lead to their content', async () => {
    const files = names.map((name, index): [string | Buffer, FileEntry] => [name, `content ${index}\n`]);
    const repo = await newRepo(files);
    const { dir, tip, remote } = await mirror(repo);
    const entries = await all(listTree(dir, tip));
    const expected = names.map((name) => escapePath(Buffer.from(name as string)));
    expect(entries.map((entry) => entry.path).sort()).toEqual([...expected].sort());
    for (const [index, name] of expected.entries()) {
      expect(unescapePath(name).equals(Buffer.from(names[index] as string)), name).toBe(true);
      expect((await readFileAt(dir, tip, name, 99))?.content?.toString(), name).toBe(`content ${index}\n`);
      expect(name).not.toContain('\0');
    }
    const under = await all(listTree(dir, tip, { under: 'd\\xe9' }));
    expect(under.map((entry) => entry.path)).toEqual(['d\\xe9/\n\\xc3']);
    expect(await all(listCommits(dir, { to: tip, path: '*' }))).toHaveLength(1);
    expect(await all(listCommits(dir, { to: tip, path: ':(glob)*' }))).toHaveLength(1);
    expect(await all(listCommits(dir, { to: tip, path: ':(glob)**' }))).toHaveLength(0);
    await expect(all(listCommits(dir, { to: tip, path: 'f\\xff\\xfe.c' }))).rejects.toMatchObject({ code: 'invalid' });
    const next = await repo.commit(names.map((name) => [name, null] as const));
    await fetchMirror(remote, dir, limits);
    const changes = await all(diffTrees(dir, tip, next));
    expect(changes.map((change) => change.path).sort()).toEqual([...expected].sort());
    expect(changes.every((change) => change.op === 'remove')).toBe(true);
  });

  it('messages and authors may hold anything', async () => {
    const repo = await newRepo({ 'a.txt': 'a\n' });
    await repo.commit(
      { 'a.txt': 'b\n' },
      {
        message: `sep\x1farated \x07\u202e subject\n\nbody`,
        author: { name: 'Ev\x1fil', email: 'x\x1f@y' },
        time: 9_999_999_999,
      },
    );
    const { dir, tip } = await mirror(repo);
    const [commit] = await all(listCommits(dir, { to: tip }));
    expect(commit).toMatchObject({ sha: tip, authoredAt: new Date(9_999_999_999_000) });
    expect(commit?.parents).toHaveLength(1);
  });
});

describe('sizes', () => {
  it('100,000 files in one folder are listed, compared and found', async () => {
    const count = 100_000;
    const repo = await newRepo({ 'a.txt': 'the same\n' });
    const blob = (await repo.git(['rev-parse', 'main:a.txt'])).trim();
    const name = (i: number) => `f${String(i).padStart(6, '0')}.txt`;
    const lines = Array.from({ length: count }, (_, i) => `100644 blob ${blob}\t${name(i)}\n`);
    const folder = (await repo.git(['mktree'], lines.join(''))).trim();
    await commitTree(repo, await rawTree(repo, [['40000', 'many', folder]]));
    const { dir, tip, remote } = await mirror(repo);
    let listed = 0;
    for await (const entry of listTree(dir, tip)) if (entry.sizeBytes === 9) listed += 1;
    expect(listed).toBe(count);
    const next = await repo.commit({ 'many/f050000.txt': 'changed\n' });
    await fetchMirror(remote, dir, limits);
    expect(await all(diffTrees(dir, tip, next))).toMatchObject([{ path: 'many/f050000.txt', op: 'put' }]);
    expect((await readFileAt(dir, next, 'many/f050000.txt', 99))?.content?.toString()).toBe('changed\n');
  });

  it('a file of 200 MB is known by its size and never held in memory', async () => {
    const repo = await newRepo([
      ['big.bin', Buffer.alloc(200 * 1024 * 1024)],
      ['small.txt', 'small\n'],
    ]);
    const { dir, tip } = await mirror(repo);
    const entries = await all(listTree(dir, tip));
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
    const repo = await newRepo({ 'a.txt': 'a\n', [`${'d/'.repeat(9_999)}leaf.txt`]: 'deep\n' });
    const { dir, tip, remote } = await mirror(repo);
    const entries = await all(listTree(dir, tip));
    expect(entries).toHaveLength(2);
    expect(entries.map((entry) => pathProblem(entry.path)).sort()).toEqual(['path_too_long', null].sort());
    expect((await readFileAt(dir, tip, 'a.txt', 9))?.content?.toString()).toBe('a\n');
    const next = await repo.commit({ 'b.txt': 'b\n' });
    await fetchMirror(remote, dir, limits);
    expect(await all(diffTrees(dir, tip, next))).toMatchObject([{ path: 'b.txt' }]);
  });

  it('paths are too long or too deep by their bytes and folders', () => {
    expect(pathProblem('a'.repeat(1024))).toBeNull();
    expect(pathProblem('a'.repeat(1025))).toBe('path_too_long');
    expect(pathProblem('ü'.repeat(600))).toBe('path_too_long');
    expect(pathProblem(`${'a/'.repeat(255)}b`)).toBeNull();
    expect(pathProblem(`${'a/'.repeat(256)}b`)).toBe('path_too_deep');
  });
});

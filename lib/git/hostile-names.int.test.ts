import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type MirrorWorld, openMirrorWorld } from '@/e2e/servers/git/git-mirror';
import type { FileEntry } from '@/e2e/servers/git/git-repo';
import { escapePath, unescapePath } from './escape-path';
import { listRefs, readHead } from './mirror/refs';
import { resetRefs } from './mirror/reset';
import { diffTrees } from './read/diff-trees';
import { listCommits } from './read/log';
import { readFileAt } from './read/read-file';
import { listTree } from './read/tree';
import { fetchMirror } from './remote/fetch';
import { listRemoteRefs } from './remote/remote-refs';

let world: MirrorWorld;
beforeAll(async () => {
  world = await openMirrorWorld();
});
afterAll(() => world.close());

describe('names of branches', () => {
  it('that look like options, ids, commands or other refs are names', async () => {
    const repo = await world.newRepo({ 'a.txt': 'main\n' });
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
    const { dir, remote, tip } = await world.mirror(repo);
    expect(tip).toBe(other);
    expect(await readHead(dir)).toEqual({ branch: main, sha: other });
    const refs = await listRefs(dir);
    for (const name of names) expect(refs.get(`refs/heads/${name}`), name).toBe(other);
    expect((await readFileAt(dir, main, 'a.txt', 99))?.content?.toString()).toBe('main\n');
    expect(await collect(listCommits(dir, { to: main }))).toHaveLength(1);
    expect(await collect(diffTrees(dir, main, other))).toHaveLength(1);
    await repo.git(['symbolic-ref', 'HEAD', 'refs/heads/--upload-pack=touch']);
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, await listRemoteRefs(remote, world.limits))).toMatchObject({
      headBranch: '--upload-pack=touch',
      headSha: other,
    });
  });

  it('that are not UTF-8 survive the way there and back', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    const tip = await repo.tip();
    const create = Buffer.concat([
      Buffer.from('create refs/heads/caf'),
      Buffer.from([0xe9]),
      Buffer.from(`\0${tip}\0`),
    ]);
    await repo.git(['update-ref', '-z', '--stdin'], create);
    await writeFile(path.join(repo.dir, 'HEAD'), Buffer.from('ref: refs/heads/caf\xe9\n', 'latin1'));
    const { dir, remote } = await world.mirror(repo);
    const refs = await listRemoteRefs(remote, world.limits);
    expect(refs.headBranch).toBe('caf\\xe9');
    expect(await readHead(dir)).toEqual({ branch: 'caf\\xe9', sha: tip });
    expect([...refs.refs.keys()].sort()).toEqual(['refs/heads/caf\\xe9', 'refs/heads/main']);
    expect(await listRefs(dir)).toEqual(refs.refs);
    await repo.git(
      ['update-ref', '-z', '--stdin'],
      Buffer.concat([Buffer.from('delete refs/heads/caf'), Buffer.from([0xe9, 0, 0])]),
    );
    await fetchMirror(remote, dir, world.limits);
    expect(await resetRefs(dir, refs)).toMatchObject({ deleted: 1, headBranch: 'main' });
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
    const repo = await world.newRepo(files);
    const { dir, tip, remote } = await world.mirror(repo);
    const entries = await collect(listTree(dir, tip));
    const expected = names.map((name) => escapePath(Buffer.from(name as string)));
    expect(entries.map((entry) => entry.path).sort()).toEqual([...expected].sort());
    for (const [index, name] of expected.entries()) {
      expect(unescapePath(name).equals(Buffer.from(names[index] as string)), name).toBe(true);
      expect((await readFileAt(dir, tip, name, 99))?.content?.toString(), name).toBe(`content ${index}\n`);
      expect(name).not.toContain('\0');
    }
    const under = await collect(listTree(dir, tip, { under: 'd\\xe9' }));
    expect(under.map((entry) => entry.path)).toEqual(['d\\xe9/\n\\xc3']);
    expect(await collect(listCommits(dir, { to: tip, path: '*' }))).toHaveLength(1);
    expect(await collect(listCommits(dir, { to: tip, path: ':(glob)*' }))).toHaveLength(1);
    expect(await collect(listCommits(dir, { to: tip, path: ':(glob)**' }))).toHaveLength(0);
    await expect(collect(listCommits(dir, { to: tip, path: 'f\\xff\\xfe.c' }))).rejects.toMatchObject({
      code: 'invalid',
    });
    const next = await repo.commit(names.map((name) => [name, null] as const));
    await fetchMirror(remote, dir, world.limits);
    const changes = await collect(diffTrees(dir, tip, next));
    expect(changes.map((change) => change.path).sort()).toEqual([...expected].sort());
    expect(changes.every((change) => change.op === 'remove')).toBe(true);
  });

  it('messages and authors may hold anything', async () => {
    const repo = await world.newRepo({ 'a.txt': 'a\n' });
    await repo.commit(
      { 'a.txt': 'b\n' },
      {
        message: `sep\x1farated \x07\u202e subject\n\nbody`,
        author: { name: 'Ev\x1fil', email: 'x\x1f@y' },
        time: 9_999_999_999,
      },
    );
    const { dir, tip } = await world.mirror(repo);
    const [commit] = await collect(listCommits(dir, { to: tip }));
    expect(commit).toMatchObject({ sha: tip, authoredAt: new Date(9_999_999_999_000) });
    expect(commit?.parents).toHaveLength(1);
  });
});

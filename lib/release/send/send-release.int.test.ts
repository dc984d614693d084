// Trees are brought onto a host with a real sshd and rsync: beside what is live, and then live in one step.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { TargetHost } from '@/e2e/servers/target-host';
import { AppError } from '@/lib/errors';
import { readSyncRev } from '@/lib/release/host/read-sync-rev';
import { startTestHosts, type TestHosts, type TestPlace, treeAt } from '@/lib/release/testing';
import type { HostConnection } from '@/lib/ssh/open-host';
import { rollBack } from './roll-back';
import { sendRelease } from './send-release';

let hosts: TestHosts;
let host: TargetHost;
let open: HostConnection;
let count = 0;

beforeAll(async () => {
  hosts = await startTestHosts();
  host = await hosts.start();
  open = await hosts.open(host);
});
afterAll(() => hosts?.close());

const at = (name = `site-${++count}`) => path.join(host.root, name);
const place = (files: Parameters<TestHosts['place']>[2], name?: string): Promise<TestPlace> =>
  hosts.place(open, at(name), files);
const releases = (site: TestPlace) => readdirSync(`${site.path}.releases`).sort();

it('delivers for the first time, then only what changed, then nothing', async () => {
  const content = 'not compressible '.repeat(20_000);
  const site = await place({
    'index.html': 'one',
    'bin/run': { executable: 'x' },
    link: { link: 'index.html' },
    large: content,
  });
  const stages: string[] = [];
  const first = await site.deliver({}, { onStage: (stage) => stages.push(stage) });
  expect(first).toMatchObject({ outcome: 'delivered', filesSent: 3, removed: [], live: 'r1' });
  expect(stages).toEqual(['sending', 'switching']);
  expect(readlinkSync(site.path)).toBe(`${path.basename(site.path)}.releases/r1`);
  expect(treeAt(site.path)).toEqual({ 'index.html': 'one', 'bin/run': 'x', link: '-> index.html', large: content });
  expect(statSync(path.join(site.path, 'bin/run')).mode & 0o7777).toBe(0o755);
  expect(statSync(path.join(site.path, 'index.html')).mode & 0o7777).toBe(0o644);
  const read = await readSyncRev(open, site.path);
  expect(read).toMatchObject({ problem: null, link: `${path.basename(site.path)}.releases/r1` });
  expect(read.rev).toMatchObject({ repo: 'test/repo', ref: 'main', commit: first.staged.commit });

  await site.repo.commit({ 'index.html': 'two', 'bin/run': null });
  host.bytes();
  const second = await site.deliver();
  const wire = host.bytes();
  expect(second).toMatchObject({ outcome: 'delivered', filesSent: 1, live: 'r2' });
  expect(wire.sent + wire.received).toBeLessThan(50_000);
  expect(treeAt(site.path)).toEqual({ 'index.html': 'two', link: '-> index.html', large: content });
  // The last release is whole, and shares what has not changed.
  expect(treeAt(`${site.path}.releases/r1`)['index.html']).toBe('one');
  const inode = (name: string) => statSync(`${site.path}.releases/${name}/large`).ino;
  expect(inode('r1')).toBe(inode('r2'));

  const third = await site.deliver();
  expect(third).toMatchObject({ outcome: 'unchanged', filesSent: 0, bytesOnWire: 0, live: 'r2' });
  expect(releases(site)).toEqual(['r1', 'r2']);
  const forced = await site.deliver({ force: true });
  expect(forced).toMatchObject({ outcome: 'delivered', filesSent: 0, live: 'r4' });
});

it('rolls back without sending anything, and delivers on from there', async () => {
  const site = await place({ a: '1' });
  const first = await site.deliver();
  const { rev } = await readSyncRev(open, site.path);
  await site.repo.commit({ a: '2' });
  await site.deliver();
  await rollBack(open, { path: site.path, release: first.name, rev: rev!, hook: null });
  expect(treeAt(site.path)).toEqual({ a: '1' });
  expect(readlinkSync(site.path)).toMatch(/\/r1$/);
  await expect(rollBack(open, { path: site.path, release: 'r9', rev: rev!, hook: null })).rejects.toMatchObject({
    kind: 'policy',
  });
  await expect(
    rollBack(open, { path: site.path, release: 'r2', rev: { ...rev!, digest: 'f'.repeat(64) }, hook: null }),
  ).rejects.toThrow('not as it was delivered');
  expect(treeAt(site.path)).toEqual({ a: '1' });
  expect(await site.deliver()).toMatchObject({ outcome: 'delivered' });
  expect(treeAt(site.path)).toEqual({ a: '2' });
  // Somebody leads it elsewhere, which is theirs to take back.
  await rm(site.path);
  await symlink('maintenance', site.path);
  await expect(rollBack(open, { path: site.path, release: first.name, rev: rev!, hook: null })).rejects.toThrow(
    'not the link',
  );
  expect(readlinkSync(site.path)).toBe('maintenance');
});

it('removes what is not kept and what was cut, but never what is live or was live last', async () => {
  const site = await place({ a: '1' });
  await site.deliver();
  await site.repo.commit({ a: '2' });
  await site.deliver();
  mkdirSync(`${site.path}.releases/cut.partial`);
  writeFileSync(`${site.path}.releases/cut.partial/a`, 'half');
  mkdirSync(`${site.path}.releases/stranger`);
  await site.repo.commit({ a: '3' });
  const told: string[] = [];
  const broken = site.deliver(
    { release: 'r3', abandoned: ['cut', 'r2', 'gone'] },
    {
      onRemoved: async (names) => void told.push(...names),
      onStage: () => {
        throw new Error('broken');
      },
    },
  );
  await expect(broken).rejects.toThrow('broken');
  // Told although nothing came of the rest.
  expect(told).toEqual(['cut', 'gone']);
  const third = await site.deliver({ release: 'r3', abandoned: ['r2'], remove: ['r1', 'r2', 'r3'] });
  expect(third.removed).toEqual(['r1']);
  expect(releases(site)).toEqual(['r2', 'r3', 'stranger']);
  expect(treeAt(site.path)).toEqual({ a: '3' });
});

it('removes releases whose folders may not be written', async () => {
  const site = await place({ 'a/b': '1' });
  await site.deliver({ modes: 'D555,F444' });
  expect(statSync(path.join(site.path, 'a')).mode & 0o777).toBe(0o555);
  expect(statSync(site.path).mode & 0o777).toBe(0o555);
  await site.repo.commit({ 'a/b': '2' });
  await site.deliver();
  await site.repo.commit({ 'a/b': '3' });
  expect((await site.deliver({ remove: ['r1'] })).removed).toEqual(['r1']);
});

it('keeps what is gone from the tree if it is told so', async () => {
  const site = await place({ a: '1', gone: 'still here', 'folder/x': '1' });
  await site.deliver({ deletes: false });
  await site.repo.commit({ a: { executable: '1' }, gone: null, 'folder/x': null, folder: 'a file now' });
  const second = await site.deliver({ deletes: false });
  expect(treeAt(site.path)).toEqual({ a: '1', gone: 'still here', folder: 'a file now' });
  expect(second.lines.join('\n')).toContain('could not be kept');
  expect(statSync(`${site.path}.releases/r1/a`).mode & 0o777).toBe(0o644);
  expect(await site.deliver({ deletes: false })).toMatchObject({ outcome: 'unchanged' });
  await site.repo.commit({ more: '1' });
  await site.deliver();
  expect(treeAt(site.path)).toEqual({ a: '1', folder: 'a file now', more: '1' });
});

it('takes paths and names that mean something to shells, rsync and programs', async () => {
  const odd = `a b  "c" 'd' $(touch pwned) \`id\` *?[x] \\ {a,b} ~ # ; & | < > !\nline\n`;
  mkdirSync(path.join(host.root, 'aXb'));
  for (const name of [odd, 'a*b', '-rf', '[a]\\[b]::c']) {
    const site = await place(
      { '-rf': '1', '--rsh=touch pwned': '2', 'a\nb': '3', 'x:y::z': '4', '*': '5', '- pattern': '6' },
      `in ${name}/${name}`,
    );
    await site.deliver();
    await site.repo.commit({ '-rf': 'changed' });
    await site.deliver();
    expect(treeAt(site.path)).toEqual({
      '-rf': 'changed',
      '--rsh=touch pwned': '2',
      'a\nb': '3',
      'x:y::z': '4',
      '*': '5',
      '- pattern': '6',
    });
    expect((await readSyncRev(open, site.path)).problem).toBe(null);
  }
  expect(existsSync(path.join(host.root, 'pwned'))).toBe(false);
  expect(readdirSync(path.join(host.root, 'aXb'))).toEqual([]);
});

it('leaves excluded files out, and those on the host that match alone', async () => {
  const site = await place({ 'a.log': '1', 'b.txt': '2', '-x': '3', 'sub/c.log': '4', '.gitignore': '5', build: '6' });
  await site.deliver({ excludes: ['*.log', '-x', '/build'] });
  expect(treeAt(site.path)).toEqual({ 'b.txt': '2', '.gitignore': '5', 'sub/': '' });
});

it('refuses what is there and was not made here, in words, and leaves it alone', async () => {
  const folder = await place({ a: '1' });
  mkdirSync(folder.path);
  writeFileSync(path.join(folder.path, 'own'), 'theirs');
  await expect(folder.deliver()).rejects.toMatchObject({
    kind: 'policy',
    message: expect.stringContaining('is a folder that was not made here'),
  });
  expect(treeAt(folder.path)).toEqual({ own: 'theirs' });
  const file = await place({ a: '1' });
  writeFileSync(file.path, 'theirs');
  await expect(file.deliver()).rejects.toThrow('is a file');
  const link = await place({ a: '1' });
  await symlink('/etc', link.path);
  await expect(link.deliver()).rejects.toThrow('leads to "/etc"');
  expect(readlinkSync(link.path)).toBe('/etc');
  const up = await place({ a: '1' });
  await symlink(`${path.basename(up.path)}.releases/../..`, up.path);
  await expect(up.deliver()).rejects.toThrow('is a link that was not made here');
  const strange = await place({ a: '1' });
  await symlink('/etc', `${strange.path}.releases`);
  await expect(strange.deliver()).rejects.toThrow('is no folder');
});

it('lives with a live link that leads to nothing', async () => {
  const site = await place({ a: '1' });
  await site.deliver();
  await rm(`${site.path}.releases/r1`, { recursive: true });
  expect(await readSyncRev(open, site.path)).toMatchObject({ problem: 'missing', link: expect.stringMatching(/r1$/) });
  expect(await site.deliver()).toMatchObject({ outcome: 'delivered', live: 'r2' });
  expect(treeAt(site.path)).toEqual({ a: '1' });
});

it('believes nothing of a hostile .sync_rev', async () => {
  const site = await place({ a: '1' });
  const rev = () => path.join(site.path, '.sync_rev');
  const hostile: [string, () => Promise<unknown>, string][] = [
    ['a link', () => symlink('/etc/shadow', rev()), 'foreign'],
    ['a pipe', async () => await open.run('mkfifo "$1"', [rev()]), 'foreign'],
    ['a folder', async () => mkdirSync(rev()), 'foreign'],
    ['no JSON', () => writeFile(rev(), 'root:x:0:0\0\x1b[2J'), 'foreign'],
    ['huge', () => writeFile(rev(), `{"digest":"${'a'.repeat(5_000_000)}"}`), 'foreign'],
    ['deep', () => writeFile(rev(), '['.repeat(20_000)), 'foreign'],
    ['the digest alone', async () => writeFile(rev(), `{"digest":"${(await site.stage()).digest}"}`), 'foreign'],
  ];
  await site.deliver();
  for (const [what, make, problem] of hostile) {
    await rm(rev(), { recursive: true, force: true });
    await make();
    expect(await readSyncRev(open, site.path), what).toMatchObject({ rev: null, problem });
    if (!['a link', 'a folder', 'huge'].includes(what)) continue;
    expect(await site.deliver(), what).toMatchObject({ outcome: 'delivered' });
    expect(await readSyncRev(open, site.path), what).toMatchObject({ problem: null });
  }
  await site.deliver();
  expect(treeAt(site.path)).toEqual({ a: '1' });
  // One that only holds the words that are looked for.
  const { digest } = (await readSyncRev(open, site.path)).rev!;
  await writeFile(rev(), `nonsense "digest":"${digest}"`);
  expect(await site.deliver()).toMatchObject({ outcome: 'delivered' });
});

it('finds its own work if the connection is lost before the answer comes', async () => {
  const site = await place({ a: '1' });
  await site.deliver();
  await site.repo.commit({ a: '2' });
  const staged = await site.stage();
  let runs = 0;
  const losing: HostConnection = {
    ...open,
    async run(...asked) {
      const answer = await open.run(...asked);
      runs += 1;
      // The second command makes it live.
      if (runs === 2) throw new AppError('upstream', 'The connection was lost.', { kind: 'network', retryable: true });
      return answer;
    },
  };
  await expect(sendRelease(losing, staged, site.spec(staged, { release: 'lost' }))).rejects.toThrow('was lost');
  const next = site.spec(staged, { release: 'next', previous: 'r1', abandoned: ['lost'] });
  expect(await sendRelease(open, staged, next)).toMatchObject({ outcome: 'unchanged', live: 'lost', removed: [] });
  expect(treeAt(site.path)).toEqual({ a: '2' });
  await staged.close();
});

it('runs a hook after the switch, and tells its failure as that of the hook', async () => {
  const site = await place({ a: '1' });
  const first = await site.deliver({ hook: `cat '${site.path}/a'; echo "it's said" >&2` });
  expect(first.lines).toEqual(expect.arrayContaining(['hook: 1', "hook: it's said"]));
  await site.repo.commit({ a: '2' });
  await expect(site.deliver({ hook: 'echo no; exit 3' })).rejects.toMatchObject({
    title: 'The hook failed',
    message: expect.stringMatching(/^The tree is live .* ended with 3/),
  });
  expect(treeAt(site.path)).toEqual({ a: '2' });
  // The host has the tree and not yet what the hook does: the next one makes up for it, once.
  const made = await site.deliver({ hook: 'echo done', abandoned: ['r2'] });
  expect(made).toMatchObject({ outcome: 'unchanged', live: 'r2' });
  expect(made.lines).toContain('hook: done');
  // Going back is another tree as well.
  const { rev } = await readSyncRev(open, `${site.path}.releases/r1`);
  const lines: string[] = [];
  const back = { path: site.path, release: 'r1', rev: rev!, hook: `cat '${site.path}/a'` };
  await rollBack(open, back, { log: (line) => lines.push(line) });
  expect(lines).toEqual(['r1 is live again.', 'Running the hook.', 'hook: 1']);
  await expect(rollBack(open, { ...back, hook: 'exit 3' })).rejects.toMatchObject({ title: 'The hook failed' });
  await rollBack(open, { ...back, release: 'r2', rev: (await readSyncRev(open, `${site.path}.releases/r2`)).rev! });
  expect((await site.deliver({ hook: 'echo done' })).lines).not.toContain('hook: done');
});

it('finds changes of the same size after the clock was set back, and after the staged files were lost', async () => {
  const site = await place({ a: 'aaaa', b: 'same' });
  await site.deliver();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 400 * 86_400_000);
  await site.repo.commit({ a: 'bbbb' });
  await site.deliver();
  expect(treeAt(site.path)).toEqual({ a: 'bbbb', b: 'same' });
  const { staged } = await site.deliver();
  await rm(path.dirname(staged.folder), { recursive: true });
  await site.repo.commit({ a: 'cccc' });
  vi.restoreAllMocks();
  host.bytes();
  expect(await site.deliver()).toMatchObject({ filesSent: 1 });
  expect(treeAt(site.path)).toEqual({ a: 'cccc', b: 'same' });
});

it('gives files to an owner where it may, and says so where it may not', async () => {
  const site = await place({ a: '1', 'b/c': '2' });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await site.deliver({ owner: '12345:23456' });
    expect(lstatSync(path.join(site.path, 'b/c'))).toMatchObject({ uid: 12345, gid: 23456 });
  } else {
    await expect(site.deliver({ owner: 'root' })).rejects.toThrow('may not give files to root');
  }
});

it('says that the account may not write there', async () => {
  if (process.getuid?.() !== 0) return;
  const other = await hosts.start({ uid: 54_321 });
  const theirs = await hosts.open(other);
  await chmod(hosts.root, 0o711);
  await chmod(other.root, 0o755);
  const site = await hosts.place(theirs, path.join(other.root, 'deep/site'), { a: '1' });
  await expect(site.deliver()).rejects.toMatchObject({
    kind: 'policy',
    message: expect.stringContaining('permission denied'),
  });
  await chmod(other.root, 0o777);
  await expect(site.deliver({ owner: 'root' })).rejects.toThrow('may not give files to root');
  await site.deliver();
  expect(treeAt(site.path)).toEqual({ a: '1' });
  // The rights are taken away meanwhile: the live tree is as it was.
  await site.repo.commit({ a: '2' });
  await expect(
    site.deliver({}, { onStage: (stage) => stage === 'switching' && chmodSync(path.dirname(site.path), 0o555) }),
  ).rejects.toThrow();
  expect(treeAt(site.path)).toEqual({ a: '1' });
});

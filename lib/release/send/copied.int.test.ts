// A release begins as a copy of the live one, made of links to the same files: none of those files is ever changed.
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TargetHost } from '@/e2e/servers/target-host';
import { startTestHosts, type TestHosts, treeAt } from '@/lib/release/testing';
import type { HostConnection } from '@/lib/ssh/open-host';

let hosts: TestHosts;
let host: TargetHost;
let open: HostConnection;
let calls: string;
let broken: string;

beforeAll(async () => {
  hosts = await startTestHosts();
  // A cp that says that it was called, and does half of its work if it is told so.
  const bin = path.join(hosts.root, 'bin');
  mkdirSync(bin);
  calls = path.join(hosts.root, 'calls');
  broken = path.join(hosts.root, 'broken');
  const real = ['/bin/cp', '/usr/bin/cp'].find((place) => existsSync(place));
  writeFileSync(
    path.join(bin, 'cp'),
    `#!/bin/sh\necho called >>'${calls}'\nif [ -e '${broken}' ]; then ${real} "$@"; rm "$3/kept"; exit 1; fi\nexec ${real} "$@"\n`,
  );
  chmodSync(path.join(bin, 'cp'), 0o755);
  host = await hosts.start({ env: { PATH: `${bin}:${process.env.PATH}` } });
  open = await hosts.open(host);
});
afterAll(() => hosts?.close());
beforeEach(() => {
  rmSync(calls, { force: true });
  rmSync(broken, { force: true });
});

const copies = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n').length : 0);

/** Everything that is known of each file of a release, besides how many names it has. */
function everythingOf(folder: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, uid, gid, mtimeMs, size, ino } = lstatSync(path.join(folder, name));
      return { name, mode, uid, gid, mtimeMs, size, ino };
    });
}

const FILES: [string, string | { executable: string } | { link: string }][] = [
  ['kept', 'the same'],
  ['mode', 'the same, and executable later'],
  ['edited', 'before'],
  ['back', 'one'],
  ['link', { link: 'kept' }],
  ['#comment', '1'],
  ['with\nbreak \\#012', '1'],
  ['goes/a', '1'],
  ['goes/deep/b', '1'],
  ['turns into a folder', '1'],
  ['turns into a file/a', '1'],
  ['closed', 'its rights are changed by hand'],
];

it('leaves what is live and what was as they are, whatever changes', async () => {
  const site = await hosts.place(open, path.join(host.root, 'site'), FILES);
  const rules = { excludes: ['*.log'] };
  await site.deliver(rules);
  expect(copies()).toBe(0);
  chmodSync(path.join(site.path, 'closed'), 0o600);
  writeFileSync(path.join(site.path, 'own.log'), 'written there');
  writeFileSync(path.join(site.path, 'own'), 'written there');
  const before = everythingOf(`${site.path}.releases/r1`);
  const contents = treeAt(`${site.path}.releases/r1`);

  await site.repo.commit([
    ['mode', { executable: 'the same, and executable later' }],
    ['edited', 'behind'],
    ['link', { link: 'edited' }],
    ['#comment', '2'],
    ['with\nbreak \\#012', '2'],
    ['goes/a', null],
    ['goes/deep/b', null],
    ['turns into a folder', null],
    ['turns into a folder/x', '1'],
    ['turns into a file/a', null],
    ['turns into a file', '1'],
    ['new.log', 'excluded'],
    ['new/deep/-file', '1'],
  ]);
  await site.deliver(rules);
  expect(copies()).toBe(1);
  expect(everythingOf(`${site.path}.releases/r1`)).toEqual(before);
  expect(treeAt(`${site.path}.releases/r1`)).toEqual(contents);
  expect(treeAt(site.path)).toEqual({
    kept: 'the same',
    mode: 'the same, and executable later',
    edited: 'behind',
    back: 'one',
    link: '-> edited',
    '#comment': '2',
    'with\nbreak \\#012': '2',
    'turns into a folder/x': '1',
    'turns into a file': '1',
    'new/deep/-file': '1',
    closed: 'its rights are changed by hand',
  });
  const now = (name: string) => lstatSync(path.join(site.path, name));
  expect(now('mode').mode & 0o777).toBe(0o755);
  expect(now('closed').mode & 0o777).toBe(0o644);
  expect(now('kept').ino).toBe(lstatSync(`${site.path}.releases/r1/kept`).ino);

  // Its rights alone, there and back: the time of a change tells it as well.
  const second = everythingOf(`${site.path}.releases/r2`);
  await site.repo.commit({ mode: 'the same, and executable later', back: { executable: 'one' } });
  expect(await site.deliver(rules)).toMatchObject({ filesSent: 2 });
  expect(now('mode').mode & 0o777).toBe(0o644);
  expect(everythingOf(`${site.path}.releases/r2`)).toEqual(second);
  // Nothing but the commit is another one: all of it is a copy.
  await site.repo.commit({ 'other.log': 'excluded' });
  expect(await site.deliver(rules)).toMatchObject({ outcome: 'delivered', filesSent: 0, live: 'r4' });
  expect(everythingOf(`${site.path}.releases/r1`)).toEqual(before);
});

it('gives files to another owner without taking them from earlier releases', async () => {
  if (process.getuid?.() !== 0) return;
  const site = await hosts.place(open, path.join(host.root, 'owned'), FILES);
  await site.deliver();
  const before = everythingOf(`${site.path}.releases/r1`);
  await site.deliver({ owner: '12345:23456' });
  expect(copies()).toBe(1);
  expect(lstatSync(path.join(site.path, 'kept'))).toMatchObject({ uid: 12345, gid: 23456 });
  expect(lstatSync(path.join(site.path, 'link'))).toMatchObject({ uid: 12345, gid: 23456 });
  expect(everythingOf(`${site.path}.releases/r1`)).toEqual(before);
});

it('has rsync make the links where the host cannot copy that way', async () => {
  const site = await hosts.place(open, path.join(host.root, 'uncopied'), FILES);
  await site.deliver();
  await site.repo.commit({ edited: 'behind' });
  writeFileSync(broken, '');
  expect(await site.deliver()).toMatchObject({ filesSent: 1 });
  expect(copies()).toBe(1);
  expect(treeAt(site.path)).toMatchObject({ kept: 'the same', edited: 'behind', link: '-> kept' });
  expect(lstatSync(path.join(site.path, 'kept')).ino).toBe(lstatSync(`${site.path}.releases/r1/kept`).ino);
});

it('goes on with a copy that a delivery of the same tree left, and with no other', async () => {
  const site = await hosts.place(open, path.join(host.root, 'resumed'), FILES);
  await site.deliver();
  const before = everythingOf(`${site.path}.releases/r1`);
  await site.repo.commit({ edited: 'behind', 'goes/a': null });
  const cut = {
    onStage: (stage: string) => {
      if (stage === 'switching') throw new Error('cut');
    },
  };
  await expect(site.deliver({}, cut)).rejects.toThrow('cut');
  await expect(site.deliver({ abandoned: ['r2'] }, cut)).rejects.toThrow('cut');
  expect(copies()).toBe(1);
  await site.repo.commit({ mode: { executable: 'the same, and executable later' } });
  expect(await site.deliver({ abandoned: ['r2', 'r3'] })).toMatchObject({ removed: ['r2', 'r3'], filesSent: 2 });
  expect(copies()).toBe(2);
  expect(readdirSync(`${site.path}.releases`).sort()).toEqual(['r1', 'r4']);
  expect(everythingOf(`${site.path}.releases/r1`)).toEqual(before);
  expect(treeAt(site.path)).toMatchObject({ edited: 'behind', 'goes/deep/b': '1' });
  expect(treeAt(site.path)).not.toHaveProperty('goes/a');
});

// Deliveries that are cut, and places where there is no room: the live tree stays as it was, and the next one mends.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FarNetwork, makeFarNetwork } from '@/e2e/servers/far-network';
import type { TargetHost } from '@/e2e/servers/target-host';
import { readSyncRev } from '@/lib/release/host/read-sync-rev';
import type { ReleaseSpec } from '@/lib/release/spec';
import { startTestHosts, type TestHosts, treeAt } from '@/lib/release/testing';
import type { HostConnection } from '@/lib/ssh/open-host';
import { compareFiles } from './compare-files';
import { sendRelease } from './send-release';

let hosts: TestHosts;
let host: TargetHost;
let stop: string;
let slow: string;
let hold: string;
let far: FarNetwork | null = null;
const LARGE = Buffer.alloc(4_000_000, 'some content that goes on and on, ');
const unlike = () => Buffer.from(randomBytes(10_000_000).toString('hex'));

beforeAll(async () => {
  far = makeFarNetwork();
  hosts = await startTestHosts(far ? [far.address] : []);
  // An rsync that hears no more after two megabytes, if it is told so.
  const bin = path.join(hosts.root, 'bin');
  mkdirSync(bin);
  stop = path.join(hosts.root, 'stop');
  const real = execFileSync('sh', ['-c', 'command -v rsync'], { encoding: 'utf8' }).trim();
  writeFileSync(
    path.join(bin, 'rsync'),
    `#!/bin/sh\nonly_looks() { case $2 in *n*) ;; *) return 1 ;; esac; }\nif [ -e '${stop}' ] && ! only_looks "$@"; then { dd bs=4096 count=500 2>/dev/null; cat >/dev/null; } | ${real} "$@"; else exec ${real} "$@"; fi\n`,
  );
  await chmod(path.join(bin, 'rsync'), 0o755);
  slow = path.join(hosts.root, 'slow');
  hold = path.join(hosts.root, 'hold');
  mkdirSync(slow);
  // One that takes two megabytes, and the rest as soon as it may.
  writeFileSync(
    path.join(slow, 'rsync'),
    [
      '#!/bin/sh',
      'exec 3<&0; pipe=$(mktemp -u); mkfifo "$pipe"',
      `{ dd bs=4096 count=500 2>/dev/null; while [ -e '${hold}' ]; do sleep 0.1; done; exec cat; } <&3 >"$pipe" &`,
      `${real} "$@" <"$pipe"; code=$?`,
      'kill $!; rm "$pipe"; exit $code',
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
  host = await hosts.start({ env: { PATH: `${bin}:${process.env.PATH}` } });
});
afterAll(async () => {
  await hosts?.close();
  await far?.close();
});

/** Sends until the connection is cut in the middle of the large file. */
async function cutMidway(open: HostConnection, at: string, sending: Promise<unknown>): Promise<unknown> {
  const isHalf = () =>
    existsSync(at) && readdirSync(at, { recursive: true, encoding: 'utf8' }).some((name) => /large\.\w{6}$/.test(name));
  const failed = sending.then(
    () => new Error('it was not cut'),
    (error: unknown) => error,
  );
  await expect.poll(isHalf, { interval: 20 }).toBe(true);
  await host.cut();
  const error = await failed;
  await open.close();
  return error;
}

it('leaves the live tree as it was if the connection is cut, and goes on the next time', async () => {
  let open = await hosts.open(host);
  const site = await hosts.place(open, path.join(host.root, 'cut'), { a: '1' });
  const send = async (changes: Partial<ReleaseSpec>) => {
    const staged = await site.stage();
    try {
      return await sendRelease(open, staged, site.spec(staged, changes));
    } finally {
      await staged.close();
    }
  };
  await send({ release: 'first' });
  await site.repo.commit({ a: '2', before: 'sent', large: LARGE });
  writeFileSync(stop, '');
  const error = await cutMidway(open, `${site.path}.releases/cut.partial`, send({ release: 'cut', previous: 'first' }));
  expect(error).toMatchObject({ kind: 'network', retryable: true });
  expect(treeAt(site.path)).toEqual({ a: '1' });
  rmSync(stop);
  open = await hosts.open(host);
  expect((await readSyncRev(open, site.path)).problem).toBe(null);
  // What has arrived already is taken over by the next one of the same tree, whatever it is called.
  const sent = await send({ release: 'next', previous: 'first', abandoned: ['cut'] });
  expect(sent).toMatchObject({ outcome: 'delivered', removed: ['cut'] });
  expect(sent.bytesOnWire).toBeLessThan(LARGE.length);
  expect(treeAt(site.path)).toEqual({ a: '2', before: 'sent', large: LARGE.toString() });
  expect(readdirSync(`${site.path}.releases`).sort()).toEqual(['first', 'next']);
  expect(readdirSync(site.path).sort()).toEqual(['.sync_rev', 'a', 'before', 'large']);
  await open.close();
});

it('says in place that it was cut, and changes nothing else before everything is there', async () => {
  let open = await hosts.open(host);
  const at = path.join(host.root, 'in place');
  const site = await hosts.place(open, at, { a: '1', gone: 'x', 'sub/b': '1' });
  const send = async (changes: Partial<ReleaseSpec> = {}) => {
    const staged = await site.stage();
    try {
      return await sendRelease(open, staged, site.spec(staged, { mode: 'in_place', ...changes }));
    } finally {
      await staged.close();
    }
  };
  expect(await send()).toMatchObject({ outcome: 'delivered', live: null });
  expect(await send()).toMatchObject({ outcome: 'unchanged' });
  const before = { a: '1', gone: 'x', 'sub/b': '1' };
  expect(treeAt(at)).toEqual(before);
  await site.repo.commit({ a: '2', gone: null, 'sub/b': '2', 'sub/large': LARGE });
  writeFileSync(stop, '');
  expect(await cutMidway(open, at, send())).toMatchObject({ kind: 'network' });
  expect(treeAt(at)).toMatchObject(before);
  rmSync(stop);
  open = await hosts.open(host);
  expect(await readSyncRev(open, at)).toMatchObject({ rev: null, problem: 'interrupted' });
  expect(await send()).toMatchObject({ outcome: 'delivered' });
  expect(treeAt(at)).toEqual({ a: '2', 'sub/b': '2', 'sub/large': LARGE.toString() });
  expect(await readSyncRev(open, at)).toMatchObject({ problem: null, link: null });
  // Deleting nothing, it leaves what is gone.
  writeFileSync(path.join(at, 'own'), 'theirs');
  await site.repo.commit({ a: '3', 'sub/large': null });
  await send({ deletes: false });
  expect(treeAt(at)).toEqual({ a: '3', own: 'theirs', 'sub/b': '2', 'sub/large': LARGE.toString() });
  await open.close();
});

it('waits while the link to the host is down, can be cancelled then, and goes on once it is up', async ({ skip }) => {
  if (far === null) return skip('no network namespaces may be made here');
  const there = await hosts.start({ env: { PATH: `${slow}:${process.env.PATH}` } });
  await far.serve(path.join(path.dirname(there.root), 'sshd_config'));
  const place = { host: far.address, port: 22, user: there.user };
  let open = await hosts.open(place);
  const site = await hosts.place(open, path.join(there.root, 'far'), { a: '1' });
  await site.deliver();
  // More than may be on its way, however well it is packed.
  const large = unlike();
  await site.repo.commit({ a: '2', large });
  let staged = await site.stage();
  const spec = (release: string, abandoned: string[] = []) => site.spec(staged, { release, previous: 'r1', abandoned });
  const isUnderWay = (release: string) => () =>
    existsSync(`${site.path}.releases/${release}.partial`) &&
    readdirSync(`${site.path}.releases/${release}.partial`).some((name) => /large\.\w{6}$/.test(name));
  writeFileSync(hold, '');
  const cancel = new AbortController();
  const cancelled = sendRelease(open, staged, spec('cancelled'), { signal: cancel.signal }).catch((error) => error);
  await expect.poll(isUnderWay('cancelled')).toBe(true);
  far.down();
  rmSync(hold);
  expect(treeAt(site.path)).toEqual({ a: '1' });
  // As a delivery does that is cancelled: the connection is given up with it.
  cancel.abort(new Error('cancelled'));
  await open.close();
  expect(await cancelled).toBeInstanceOf(Error);
  expect(treeAt(site.path)).toEqual({ a: '1' });
  far.up();

  open = await hosts.open(place);
  // What was on its way may all have come, and would not be sent again.
  const other = unlike();
  await staged.close();
  await site.repo.commit({ large: other });
  staged = await site.stage();
  writeFileSync(hold, '');
  const sending = sendRelease(open, staged, spec('next', ['cancelled']));
  await expect.poll(isUnderWay('next')).toBe(true);
  far.down();
  rmSync(hold);
  expect(treeAt(site.path)).toEqual({ a: '1' });
  far.up();
  expect(await sending).toMatchObject({ outcome: 'delivered', live: 'next' });
  expect(treeAt(site.path)).toEqual({ a: '2', large: other.toString() });
  await staged.close();
  await open.close();
});

it('takes no folder over in place that has files of somebody else', async () => {
  const open = await hosts.open(host);
  const at = path.join(host.root, 'theirs');
  mkdirSync(at);
  writeFileSync(path.join(at, 'own'), 'theirs');
  const site = await hosts.place(open, at, { a: '1' });
  await expect(site.deliver({ mode: 'in_place' })).rejects.toThrow('hand it over');
  expect(treeAt(at)).toEqual({ own: 'theirs' });
  writeFileSync(path.join(at, '.sync_rev'), '');
  await site.deliver({ mode: 'in_place' });
  expect(treeAt(at)).toEqual({ a: '1' });
  const home = await hosts.place(open, host.root, { a: '1' });
  await expect(home.deliver({ mode: 'in_place' })).rejects.toThrow('holds the home of its account');
  await open.close();
});

it('says that the disk there is full, and goes on once it has room', async () => {
  const open = await hosts.open(host);
  const small = path.join(host.root, 'small');
  mkdirSync(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small], { stdio: 'ignore' });
  } catch {
    // Only where file systems may be mounted.
    return;
  }
  try {
    const site = await hosts.place(open, path.join(small, 'site'), { a: '1' });
    await site.deliver();
    await site.repo.commit({ a: '2', large: LARGE });
    await expect(site.deliver()).rejects.toMatchObject({ kind: 'disk', message: expect.stringContaining('is full') });
    expect(treeAt(site.path)).toEqual({ a: '1' });
    const other = await hosts.place(open, path.join(small, 'other'), { large: LARGE });
    await expect(other.deliver()).rejects.toMatchObject({
      kind: 'disk',
      message: expect.stringContaining('Free some space there'),
    });
    await site.repo.commit({ large: null });
    expect(await site.deliver({ abandoned: ['r2'] })).toMatchObject({ outcome: 'delivered', removed: ['r2'] });
    expect(treeAt(site.path)).toEqual({ a: '2' });
  } finally {
    execFileSync('umount', ['-l', small]);
    await open.close();
  }
});

it('says that a login shell prints, which rsync cannot bear', async () => {
  const noisy = await hosts.start({
    startFile: 'echo Welcome; echo "to $(hostname)" >&2',
    banner: 'All your \x1b[31mbase\n',
  });
  const open = await hosts.open(noisy);
  const site = await hosts.place(open, path.join(noisy.root, 'site'), { a: '1' });
  await expect(site.deliver()).rejects.toMatchObject({
    kind: 'policy',
    message: expect.stringContaining('prints something before rsync speaks'),
  });
  expect(existsSync(site.path)).toBe(false);
  expect(await readSyncRev(open, site.path)).toMatchObject({ problem: 'missing' });
});

it('names what differs from a tree, and changes nothing', async () => {
  const open = await hosts.open(host);
  const site = await hosts.place(open, path.join(host.root, 'compared'), [
    ['same', '1'],
    ['edited', 'aaaa'],
    ['with\nbreak', '1'],
    [Buffer.from('latin-\xe9', 'latin1'), '1'],
    ['mode', '1'],
    ['folder/in', '1'],
    ['turned', '1'],
    ['link', { link: 'same' }],
    ['ignored.log', '1'],
  ]);
  const rules = { excludes: ['*.log'] };
  await site.deliver(rules);
  const staged = await site.stage();
  const compare = (deletes = true) =>
    compareFiles(open, staged, { ...rules, path: site.path, deletes, excludeDotGit: true, owner: null, modes: null });
  expect(await compare()).toEqual({ count: 0, files: [] });
  // The same size and time, as somebody does who wants it not to be seen.
  await open.run(
    [
      'cd "$1" || exit 1',
      'touch -r edited time; printf bbbb >edited; touch -r time edited; rm time',
      'rm "with\nbreak"; printf x >"$(printf "latin-\\351")"; chmod 600 mode; touch same',
      'rm turned; mkdir turned; touch turned/x; rm link; ln -s edited link',
      'touch extra other.log; mkdir empty',
    ].join('\n'),
    [site.path],
  );
  const before = treeAt(site.path);
  const { count, files } = await compare();
  expect(Object.fromEntries(files.map(({ path: name, how }) => [name, how]))).toEqual({
    edited: 'changed',
    'with\nbreak': 'missing',
    'latin-\\xe9': 'changed',
    mode: 'mode',
    turned: 'type',
    'turned/x': 'extra',
    link: 'changed',
    extra: 'extra',
    empty: 'extra',
  });
  expect(count).toBe(files.length);
  expect((await compare(false)).files.map(({ how }) => how)).not.toContain('extra');
  expect(treeAt(site.path)).toEqual(before);
  await staged.close();
  expect(await readFile(path.join(site.path, 'edited'), 'utf8')).toBe('bbbb');
  await site.deliver({ ...rules, force: true });
  expect(await readFile(path.join(site.path, 'edited'), 'utf8')).toBe('aaaa');
  const again = await site.stage();
  expect(
    await compareFiles(open, again, {
      ...rules,
      path: site.path,
      deletes: true,
      excludeDotGit: true,
      owner: null,
      modes: null,
    }),
  ).toEqual({
    count: 0,
    files: [],
  });
  await again.close();
  await open.close();
});

// Hosts are looked at before anything is delivered to them; what is wrong is said in words.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TargetHost } from '@/e2e/servers/target-host';
import { startTestHosts, type TestHosts } from '@/lib/release/testing';
import type { HostConnection } from '@/lib/ssh/open-host';
import { lookAtTarget } from './look-at-target';

let hosts: TestHosts;
let host: TargetHost;
let open: HostConnection;

beforeAll(async () => {
  hosts = await startTestHosts();
  host = await hosts.start();
  open = await hosts.open(host);
});
afterAll(() => hosts?.close());

const bad = async (at: string, mode: 'releases' | 'in_place' = 'releases', by = open) =>
  Object.fromEntries(
    (await lookAtTarget(by, { path: at, mode })).filter(({ is_ok }) => !is_ok).map(({ what, text }) => [what, text]),
  );

it('finds a host good, and leaves nothing there', async () => {
  const findings = await lookAtTarget(open, { path: path.join(host.root, "new/it's"), mode: 'releases' });
  expect(findings.map(({ what, is_ok }) => [what, is_ok])).toEqual([
    ['rsync', true],
    ['rights', true],
    ['disk', true],
    ['link', true],
  ]);
  expect(findings[0]?.text).toMatch(/^rsync \d+\.\d+/);
  expect(readdirSync(host.root)).toEqual([]);
  const site = await hosts.place(open, path.join(host.root, 'site'), { a: '1' });
  await site.deliver();
  expect(await bad(site.path)).toEqual({});
  expect(await bad(path.join(host.root, 'fresh'), 'in_place')).toEqual({});
});

it('says what is in the way of a path', async () => {
  const at = (name: string) => path.join(host.root, name);
  mkdirSync(at('folder'));
  writeFileSync(at('folder/own'), '');
  writeFileSync(at('file'), '');
  await symlink('/etc', at('link'));
  expect(await bad(at('folder'))).toEqual({ link: expect.stringContaining('is a folder that was not made here') });
  expect(await bad(at('folder'), 'in_place')).toEqual({ link: expect.stringContaining('hand it over') });
  expect(await bad(at('file'))).toEqual({ link: expect.stringContaining('is a file') });
  expect(await bad(at('link'))).toEqual({ link: expect.stringContaining('"/etc"') });
  expect(await bad(at('link'), 'in_place')).toEqual({ link: expect.stringContaining('is a link') });
  expect(await bad(host.root, 'in_place')).toMatchObject({ rights: expect.stringContaining('holds the home') });
});

it('says that rsync is missing or another one, and that links cannot be moved', async () => {
  const bin = path.join(hosts.root, 'bin');
  mkdirSync(bin);
  for (const name of [
    'sh',
    'dd',
    'ls',
    'mkdir',
    'rmdir',
    'rm',
    'ln',
    'readlink',
    'df',
    'head',
    'chmod',
    'cat',
    'printf',
  ]) {
    await symlink(`/bin/${name}`, path.join(bin, name)).catch(() => {});
  }
  const poor = await hosts.open(await hosts.start({ env: { PATH: bin } }));
  const there = path.join(host.root, 'poor');
  expect(await bad(there, 'releases', poor)).toEqual({
    rsync: expect.stringContaining('missing'),
    link: expect.stringContaining('in one step'),
  });
  const site = await hosts.place(poor, there, { a: '1' });
  await expect(site.deliver()).rejects.toMatchObject({
    kind: 'policy',
    message: expect.stringContaining('rsync is missing'),
  });
  writeFileSync(
    path.join(bin, 'rsync'),
    '#!/bin/sh\necho openrsync: protocol version 29, rsync version 2.6.9 compatible\n',
  );
  await chmod(path.join(bin, 'rsync'), 0o755);
  expect((await bad(there, 'releases', poor)).rsync).toContain('openrsync');
  await expect(site.deliver()).rejects.toMatchObject({
    kind: 'policy',
    message: expect.stringContaining('mode in place'),
  });
});

it('says that the account may not write there', async () => {
  if (process.getuid?.() !== 0) return;
  await chmod(hosts.root, 0o711);
  const other = await hosts.start({ uid: 54_321 });
  const theirs = await hosts.open(other);
  expect(await bad(path.join(other.root, 'deep/site'), 'releases', theirs)).toMatchObject({
    rights: expect.stringMatching(/may not make anything in .*Permission denied/),
  });
});

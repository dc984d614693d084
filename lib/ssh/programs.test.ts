// What this server has for deliveries, as the PATH says.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { deliveryPrograms, forgetPrograms, isOlder, requireProgram } from './programs';

const folder = mkdtempSync(path.join(tmpdir(), 'freshet-programs-'));
const before = process.env.PATH;
beforeEach(() => {
  process.env.PATH = folder;
  forgetPrograms();
});
afterEach(() => {
  process.env.PATH = before;
  forgetPrograms();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, line: string) {
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${line}\n`);
  chmodSync(path.join(folder, name), 0o755);
}

it('is told as a sentence where it is missing or too old, and found once it is there', async () => {
  const none = await deliveryPrograms();
  expect(none).toMatchObject({ rsync: null, ssh: null });
  expect(none.missing).toMatch(/ssh is missing .*rsync is missing/);
  await expect(requireProgram('rsync')).rejects.toMatchObject({ code: 'internal', message: none.missing });
  put('ssh', 'echo "OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.9" >&2');
  put('rsync', 'echo "openrsync: protocol version 29"; echo "rsync  version 2.6.9 compatible"');
  expect(await deliveryPrograms()).toEqual(none);
  forgetPrograms();
  expect((await deliveryPrograms()).missing).toContain('rsync is 2.6.9, and 3.1 or newer is needed');
  put('rsync', 'echo "rsync  version 3.2.7  protocol version 31"');
  forgetPrograms();
  expect(await deliveryPrograms()).toEqual({
    rsync: { path: path.join(folder, 'rsync'), version: '3.2.7' },
    ssh: { path: path.join(folder, 'ssh'), version: '9.2' },
    missing: null,
  });
  expect(await requireProgram('ssh')).toBe(path.join(folder, 'ssh'));
});

it('compares versions as numbers', () => {
  expect(['3.1.0', '3.10', '4.0', '3.1'].filter(isOlder)).toEqual([]);
  expect(['3.0.9', '2.6.9', '2.10'].filter(isOlder)).toEqual(['3.0.9', '2.6.9', '2.10']);
});

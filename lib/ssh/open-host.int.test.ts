// A host is signed in at and talked to: with a real sshd.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { startTargetHost, type TargetHost } from '@/e2e/servers/target-host';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { openHost } from './open-host';

let database: TestDatabase;
let root: string;
let host: TargetHost;
let ctx: Context;
let target: { host: string; port: number; userName: string; keyCiphertext: Buffer };

beforeAll(async () => {
  root = await makeTemporaryFolder();
  database = await openTestDatabase();
  const env = parseEnv({
    NODE_ENV: 'test',
    FRESHET_DATA_DIR: path.join(root, 'data'),
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_SECRET: 'a secret of more than thirty-two characters',
  });
  ctx = { actor: { kind: 'operator' }, db: database.db, env, log, send: async () => {} };
  const key = await makeSshKey('test');
  host = await startTargetHost({ folder: path.join(root, 'host') });
  await host.authorize(key.publicKey);
  const keyCiphertext = encryptToken(key.privateKey, loadSecret(env));
  target = { host: host.host, port: host.port, userName: host.user, keyCiphertext };
});
afterAll(async () => {
  await host?.close();
  await database?.close();
  await removeFolder(root);
});

it('runs scripts over one connection, with any argument, and rsync over the same', async () => {
  const open = await openHost(ctx, target);
  const odd = ['with space', "it's", '"$(id)"', '`id`', 'a\nb\n', '!!', '\\', '--option', 'é€', '', '*'];
  const answer = await open.run('for one; do printf "[%s]" "$one"; done; cat; echo said >&2; exit 3', odd, {
    stdin: 'read by it',
  });
  expect(answer).toEqual({
    stdout: Buffer.from(`${odd.map((one) => `[${one}]`).join('')}read by it`),
    stderr: 'said',
    exitCode: 3,
    noise: '',
  });
  expect((await open.run('pwd', [])).stdout.toString()).toBe(`${host.root}\n`);
  const from = path.join(root, 'from');
  await writeFile(from, 'content\n');
  await promisify(execFile)('rsync', ['-a', '-e', open.rsh, '--', from, `${open.alias}:to`]);
  expect(readFileSync(path.join(host.root, 'to'), 'utf8')).toBe('content\n');
  expect(host.connections()).toBe(1);
  expect(host.bytes().sent).toBeGreaterThan(0);
  await open.close();
  await expect.poll(() => host.connections()).toBe(0);
});

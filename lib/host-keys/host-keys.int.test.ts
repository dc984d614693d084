// An ssh host that is pinned, shows another key, and is accepted again: with a real sshd.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { auditLog, hostKeys } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { makeKey, type SshServer, startSshServer } from '@/e2e/servers/ssh';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { listRemoteRefs } from '@/lib/git/remote/remote-refs';
import { validateRemote } from '@/lib/git/runner/remote-policy';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { acceptHostKey } from './accept-host-key';
import { fetchPolicy } from './fetch-policy';
import { forgetHostKey } from './forget-host-key';
import { listHostKeys } from './list-host-keys';

let database: TestDatabase;
let root: string;
let server: SshServer;
let ctx: Context;
let privateKey: string;
let host: string;

beforeAll(async () => {
  root = await makeTemporaryFolder();
  database = await openTestDatabase();
  server = await startSshServer({ root, folder: path.join(root, 'sshd') });
  const env = parseEnv({
    NODE_ENV: 'test',
    FRESHET_DATA_DIR: path.join(root, 'data'),
    FRESHET_ALLOWED_HOSTS: '127.0.0.1',
    FRESHET_SECRET: 'a secret of more than thirty-two characters',
  });
  ctx = { actor: { kind: 'operator' }, db: database.db, env, log, send: async () => {} };
  const key = await makeSshKey('test');
  privateKey = key.privateKey;
  await server.authorize(key.publicKey);
  await createRepo(root, 'org/repo', { 'a.txt': 'one\n' });
  host = `[127.0.0.1]:${server.port}`;
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  await removeFolder(root);
});
beforeEach(async () => {
  await database.db.delete(hostKeys);
});

async function ask() {
  const remote = await validateRemote(`${server.url}/org/repo.git`, fetchPolicy(ctx));
  return await listRemoteRefs(remote, { timeoutMs: 30_000, credential: { kind: 'ssh_key', privateKey } });
}

const known = async () => (await listHostKeys(ctx)).find((one) => one.host === host);
const hostKey = async () =>
  (await readFile(path.join(root, 'sshd', 'host_key.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');

it('is pinned at first use, refused with another key, and let in again once somebody has accepted that', async () => {
  expect((await ask()).headBranch).toBe('main');
  const first = await known();
  expect(first).toMatchObject({ is_published: false, pending: null, keys: [{ type: 'ssh-ed25519' }] });
  await server.changeHostKey();
  const refused = await ask().catch((error: unknown) => error);
  const waiting = await known();
  expect(waiting).toMatchObject({ keys: first?.keys, pending: { type: 'ssh-ed25519' } });
  const fingerprint = waiting?.pending?.fingerprint ?? '';
  expect(refused).toMatchObject({ code: 'upstream', kind: 'policy', retryable: false });
  expect((refused as Error).message).toContain(fingerprint);
  expect((refused as Error).message).toContain(first?.keys[0]?.fingerprint);
  await expect(ask()).rejects.toMatchObject({ kind: 'policy' });
  expect((await known())?.pending?.since).toBe(waiting?.pending?.since);
  await expect(acceptHostKey(ctx, waiting?.id ?? '', 'SHA256:of-another')).rejects.toMatchObject({ code: 'conflict' });
  const accepted = await acceptHostKey(ctx, waiting?.id ?? '', fingerprint);
  expect(accepted).toMatchObject({ keys: [{ fingerprint }], pending: null, accepted_at: expect.any(String) });
  expect((await ask()).headBranch).toBe('main');
  await expect(acceptHostKey(ctx, waiting?.id ?? '', fingerprint)).rejects.toMatchObject({ code: 'conflict' });
  const told = await database.db.select().from(auditLog).where(eq(auditLog.verb, 'host_key.accept'));
  expect(told).toMatchObject([{ before: { fingerprint: first?.keys[0]?.fingerprint }, after: { fingerprint } }]);
  await forgetHostKey(ctx, waiting?.id ?? '');
  expect(await known()).toBeUndefined();
  await ask();
  expect((await known())?.keys).toEqual(accepted.keys);
});

it('is pinned also where it lets nobody in, and nothing is shown to it that does not fit', async () => {
  const other = await makeSshKey('other');
  const remote = await validateRemote(`${server.url}/org/repo.git`, fetchPolicy(ctx));
  const credential = { kind: 'ssh_key', privateKey: other.privateKey } as const;
  await expect(listRemoteRefs(remote, { timeoutMs: 30_000, credential })).rejects.toMatchObject({ kind: 'auth' });
  expect(await known()).toMatchObject({ pending: null });
});

it('stays known by the key that an older version has pinned in its file', async () => {
  const folder = path.join(ctx.env.dataDir, 'ssh');
  await makeKey(path.join(folder, 'id_ed25519'));
  await writeFile(path.join(folder, 'known_hosts'), `# by hand\n${host} ${await hostKey()}\n`);
  await ask();
  const [row] = await database.db.select().from(hostKeys).where(eq(hostKeys.host, host));
  expect(row?.key).toBe(await hostKey());
  await database.db.delete(hostKeys);
  await server.changeHostKey();
  await expect(ask()).rejects.toMatchObject({ kind: 'policy' });
  await writeFile(path.join(folder, 'known_hosts'), '');
});

it('is known beforehand if it is one of the large ones, and may show no other key', async () => {
  expect((await listHostKeys(ctx)).map((one) => one.host)).toEqual([
    'github.com',
    'gitlab.com',
    'bitbucket.org',
    'codeberg.org',
  ]);
  const { hostKeys: store } = fetchPolicy(ctx);
  expect(await store?.known('github.com')).toHaveLength(2);
  await store?.refuse('github.com', 'ssh-ed25519 BBBB');
  const [first] = await listHostKeys(ctx);
  expect(first).toMatchObject({ host: 'github.com', is_published: true, pending: { type: 'ssh-ed25519' } });
  await acceptHostKey(ctx, first?.id ?? '', first?.pending?.fingerprint ?? '');
  expect(await store?.known('github.com')).toHaveLength(3);
  await forgetHostKey(ctx, first?.id ?? '');
  expect(await store?.known('github.com')).toHaveLength(2);
});

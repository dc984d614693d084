// Repositories that sign in with a stored credential, at a real git server and a real sshd.
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLog, credentials, orgs, repos } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { type SshServer, startSshServer } from '@/e2e/servers/ssh';
import { changeCredential } from '@/lib/credentials/change-credential';
import { createCredential } from '@/lib/credentials/create-credential';
import type { NewCredential } from '@/lib/credentials/credential-input';
import { deleteCredential } from '@/lib/credentials/delete-credential';
import { getCredential } from '@/lib/credentials/list-credentials';
import { openCredential } from '@/lib/credentials/open-credential';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { delayRetries, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';

openWorld();

let sshd: SshServer;
beforeAll(async () => {
  sshd = await startSshServer({ root: world.upstreams, folder: path.join(world.upstreams, '..', 'sshd') });
  await ctx()
    .db.insert(orgs)
    .values([{ name: 'keys' }, { name: 'others' }]);
});
afterAll(() => sshd?.close());

const ctx = () => world.as(SYSTEM);
const store = (input: Omit<NewCredential, 'org'> & { org?: string }) =>
  createCredential(ctx(), { org: 'keys', ...input });

async function add(name: string, url: string, credentialId?: string) {
  const { id } = await addRepo(ctx(), {
    url,
    org: 'keys',
    name,
    ...(credentialId ? { credential_id: credentialId } : {}),
  });
  return await world.settle(id);
}

describe('a token', () => {
  it('signs in, and a new one in its place does for whatever uses it', async () => {
    delayRetries();
    const git = await createRepo(world.upstreams, 'creds/token', { 'a.txt': 'one\n' });
    world.git.tokens.set(git.name, 'right-token-1');
    const stored = await store({ name: 'host', kind: 'token', token: 'right-token-1' });
    const repo = await add('token', `${world.git.url}/${git.name}`, stored.id);
    expect(repo).toMatchObject({ status: 'ready', error: null, credential_id: stored.id, has_token: false });
    world.git.tokens.set(git.name, 'right-token-2');
    const refused = await sync(repo.id);
    expect(refused).toMatchObject({ status: 'error', error_kind: 'auth' });
    expect(refused.error).toContain('refuses the token that is set');
    const rotated = await changeCredential(ctx(), stored.id, { token: 'right-token-2' });
    expect(rotated).toMatchObject({ name: 'host', used_by: 1, rotated_at: expect.any(String) });
    expect(await sync(repo.id)).toMatchObject({ status: 'ready', error: null });
    await updateRepo(ctx(), repo.id, { credential_id: null });
    const missing = await sync(repo.id);
    expect(missing).toMatchObject({ status: 'error', error_kind: 'auth', credential_id: null });
    expect(missing.error).toContain('no token is set');
  });

  it('stays with its host, and makes place for a token of its own', async () => {
    const git = await createRepo(world.upstreams, 'creds/own', { 'a.txt': 'one\n' });
    const stored = await store({ name: 'moving', kind: 'token', token: 'abc-def' });
    const { id } = await add('own', `${world.git.url}/${git.name}`, stored.id);
    expect(await updateRepo(ctx(), id, { token: 'its-own' })).toMatchObject({ has_token: true, credential_id: null });
    await world.settle(id);
    const again = await updateRepo(ctx(), id, { credential_id: stored.id });
    expect(again).toMatchObject({ has_token: false, credential_id: stored.id });
    const elsewhere = await updateRepo(ctx(), id, { url: 'http://127.0.0.1:9/creds/own', again: true });
    expect(elsewhere.credential_id).toBeNull();
    await world.settle(id);
  });
});

it('a password goes with its user name', async () => {
  const git = await createRepo(world.upstreams, 'creds/password', { 'a.txt': 'one\n' });
  world.git.tokens.set(git.name, 'pass word: ü');
  const stored = await store({ name: 'pair', kind: 'password', user: 'me', password: 'pass word: ü' });
  expect(stored).toMatchObject({ user: 'me', public_key: null });
  const repo = await add('password', `${world.git.url}/${git.name}`, stored.id);
  expect(repo).toMatchObject({ status: 'ready', error: null });
  const basic = Buffer.from('me:pass word: ü').toString('base64');
  expect(world.git.requests.some(({ headers }) => headers.authorization === `Basic ${basic}`)).toBe(true);
  await changeCredential(ctx(), stored.id, { password: 'another' });
  expect(await getCredential(ctx(), stored.id)).toMatchObject({ user: 'me' });
});

describe('an ssh key', () => {
  it('is made here, lent to ssh, and lies nowhere in the open', async () => {
    delayRetries();
    const git = await createRepo(world.upstreams, 'creds/ssh', { 'a.txt': 'one\n' });
    const stored = await store({ name: 'key', kind: 'ssh_key' });
    expect(stored.public_key).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[\w+/=]+ freshet$/);
    const url = `${sshd.url}/${git.name}`;
    const refused = await add('ssh', url, stored.id);
    expect(refused).toMatchObject({ status: 'error', error_kind: 'auth' });
    await sshd.authorize(stored.public_key ?? '');
    expect(await sync(refused.id)).toMatchObject({ status: 'ready', error: null });
    const secret = await openCredential(ctx(), stored.id);
    const half = secret.kind === 'ssh_key' ? secret.privateKey.split('\n')[1] : '';
    expect(spawnSync('grep', ['-rF', half ?? '', '--', world.env.dataDir]).status).toBe(1);
    const { public_key: next } = await changeCredential(ctx(), stored.id, { new_key: true });
    expect(next).not.toBe(stored.public_key);
    expect(await sync(refused.id)).toMatchObject({ status: 'error', error_kind: 'auth' });
    await sshd.authorize(next ?? '');
    expect(await sync(refused.id)).toMatchObject({ status: 'ready', error: null });
  });

  it('is one that ssh-keygen knows', async () => {
    const stored = await store({ name: 'known', kind: 'ssh_key' });
    const told = execFileSync('ssh-keygen', ['-l', '-f', '-'], { input: stored.public_key ?? '' });
    expect(told.toString()).toMatch(/^256 SHA256:\S+ freshet \(ED25519\)/);
  });
});

it('what does not fit is refused before anything is stored', async () => {
  const git = await createRepo(world.upstreams, 'creds/fit', { 'a.txt': 'one\n' });
  const http = `${world.git.url}/${git.name}`;
  const [key, token, foreign] = [
    await store({ name: 'fit-key', kind: 'ssh_key' }),
    await store({ name: 'fit-token', kind: 'token', token: 'abc' }),
    await store({ org: 'others', name: 'fit-token', kind: 'token', token: 'abc' }),
  ];
  await expect(add('fit', http, key.id)).rejects.toMatchObject({ code: 'invalid' });
  await expect(add('fit', `${sshd.url}/${git.name}`, token.id)).rejects.toMatchObject({ code: 'invalid' });
  await expect(add('fit', http, foreign.id)).rejects.toThrow('of the same organisation');
  await expect(addRepo(ctx(), { url: http, org: 'keys', token: 'a', credential_id: token.id })).rejects.toThrow(
    'one of them',
  );
  await expect(store({ name: 'FIT-token', kind: 'token', token: 'abc' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(store({ name: 'x', kind: 'token', password: 'abc' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(store({ name: 'x', kind: 'token' })).rejects.toThrow('needs its token');
  await expect(changeCredential(ctx(), token.id, { new_key: true })).rejects.toMatchObject({ code: 'invalid' });
});

it('one that is used cannot be deleted, nor leave its organisation with a repository', async () => {
  const git = await createRepo(world.upstreams, 'creds/used', { 'a.txt': 'one\n' });
  const stored = await store({ name: 'used', kind: 'token', token: 'abc' });
  const repo = await add('used', `${world.git.url}/${git.name}`, stored.id);
  await expect(deleteCredential(ctx(), stored.id)).rejects.toThrow('used is used by keys/used.');
  await expect(updateRepo(ctx(), repo.id, { org: 'others' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await updateRepo(ctx(), repo.id, { org: 'others', credential_id: null })).toMatchObject({ org: 'others' });
  await deleteCredential(ctx(), stored.id);
  await expect(getCredential(ctx(), stored.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('nothing of a secret is told or stored in the open', async () => {
  const [stored] = await ctx().db.select().from(credentials).where(eq(credentials.name, 'pair'));
  expect(stored?.secretCiphertext.toString('latin1')).not.toContain('another');
  const told = JSON.stringify([await ctx().db.select().from(auditLog), await ctx().db.select().from(repos)]);
  expect(told).not.toMatch(/right-token|pass word|PRIVATE KEY/);
  expect(told).toContain('credential.rotate');
});

// Targets from the first entry to the last: added, tried at a real sshd, changed, deleted.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditLog, deliveries, deliveryReleases, orgs, repos, targets } from '@/db/schema';
import type { TargetHost } from '@/e2e/servers/target-host';
import { decryptToken, loadSecret } from '@/lib/secrets';
import { type HostWorld, openHostWorld } from '@/lib/ssh/testing';
import { acceptTargetKey } from './accept-target-key';
import { addTarget } from './add-target';
import { changeTarget } from './change-target';
import { deleteTarget } from './delete-target';
import { getTarget, listTargets } from './list-targets';
import { newTargetSchema, targetChangesSchema } from './target-input';
import { testTarget } from './test-target';

let world: HostWorld;
let host: TargetHost;

beforeAll(async () => {
  world = await openHostWorld();
  host = await world.start();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.database.reset();
  await world.database.db.insert(orgs).values({ name: 'acme' });
});

const place = (name = 'site') => path.join(host.root, name);
const given = (more: object = {}) =>
  newTargetSchema.parse({
    org: 'acme',
    name: 'web1',
    address: `${host.user}@127.0.0.1:${host.port}`,
    path: place(),
    ...more,
  });
const add = (more: object = {}) => addTarget(world.ctx, given(more));
const rowOf = async (id: string) => (await world.database.db.select().from(targets).where(eq(targets.id, id)))[0];
const audited = async () => await world.database.db.select().from(auditLog).orderBy(asc(auditLog.id));
/** Findings in short: what will not do. */
const wrong = (tested: Awaited<ReturnType<typeof testTarget>>) =>
  (tested.findings ?? []).filter(({ is_ok: isOk }) => !isOk).map(({ what, text }) => `${what}: ${text}`);

describe('a target', () => {
  it('is added with a key that is made here, listed, changed and deleted, and all of it is written down', async () => {
    const added = await add({ group: 'web' });
    expect(added).toMatchObject({
      org: 'acme',
      group: 'web',
      mode: 'releases',
      keep: 5,
      host_key: null,
      findings: null,
    });
    expect(added.public_key).toMatch(/^ssh-ed25519 \S+ freshet$/);
    const row = await rowOf(added.id);
    expect(row?.keyCiphertext.toString('latin1')).not.toContain('PRIVATE');
    expect(decryptToken(row?.keyCiphertext ?? Buffer.alloc(0), loadSecret(world.ctx.env))).toContain('PRIVATE KEY');
    expect(await listTargets(world.ctx, { org: 'acme', group: 'WEB' })).toEqual([added]);
    expect(await listTargets(world.ctx, { group: 'db' })).toEqual([]);
    const renamed = await changeTarget(world.ctx, added.id, { name: 'web2', group: null, is_enabled: false });
    expect(renamed).toMatchObject({ name: 'web2', group: null, is_enabled: false, public_key: added.public_key });
    expect(await changeTarget(world.ctx, added.id, {})).toEqual(renamed);
    const rotated = await changeTarget(world.ctx, added.id, { new_key: true });
    expect(rotated.public_key).not.toBe(added.public_key);
    const own = await changeTarget(world.ctx, added.id, { private_key: world.key.privateKey });
    expect(own.public_key.split(' ')[1]).toBe(world.key.publicKey.split(' ')[1]);
    await deleteTarget(world.ctx, added.id);
    await expect(getTarget(world.ctx, added.id)).rejects.toMatchObject({ code: 'not_found' });
    const log = await audited();
    expect(log.map(({ verb }) => verb)).toEqual([
      'target.add',
      'target.change',
      'target.rotate',
      'target.rotate',
      'target.delete',
    ]);
    expect(JSON.stringify(log)).not.toContain('PRIVATE');
  });

  it('has a name and a place of its own', async () => {
    await add();
    await expect(add({ path: place('other') })).rejects.toMatchObject({ code: 'conflict' });
    const taken = await add({ name: 'web2' }).catch((error: Error) => error);
    expect(taken).toMatchObject({ code: 'conflict' });
    expect((taken as Error).message).toContain('at this path');
    const second = await add({ name: 'web2', path: place('other') });
    await expect(changeTarget(world.ctx, second.id, { path: place() })).rejects.toMatchObject({ code: 'conflict' });
    const two = await Promise.allSettled([add({ name: 'a', path: '/srv/a' }), add({ name: 'b', path: '/srv/a' })]);
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('lies neither within another one, nor among its releases, nor around it', async () => {
    await add({ path: '/srv/site/docs' });
    for (const path of ['/srv/site', '/srv/site/docs/a', '/srv/site/docs.releases', '/srv/site/docs.releases/r1']) {
      const taken = await add({ name: 'other', path }).catch((error: Error) => error);
      expect(taken, path).toMatchObject({ code: 'conflict' });
      expect((taken as Error).message).toContain('within that of another target');
    }
    const beside = await add({ name: 'other', path: '/srv/site/doc' });
    await expect(changeTarget(world.ctx, beside.id, { path: '/srv/site' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await changeTarget(world.ctx, beside.id, { path: '/srv/site/docs2' })).toMatchObject({ name: 'other' });
  });

  it('is refused at an address that is not public, and with anything that could mean more than it says', async () => {
    const elsewhere = { ...world.ctx, env: { ...world.ctx.env, allowedHosts: [] } };
    await expect(addTarget(elsewhere, given())).rejects.toMatchObject({ code: 'invalid', kind: 'policy' });
    for (const odd of [
      { address: '-oProxyCommand=id@web1' },
      { address: 'deploy@-oProxyCommand=id' },
      { address: 'deploy@web1:22:23' },
      { address: 'deploy@web1:99999' },
      { address: 'web1' },
      { address: 'de ploy@web1' },
      { address: 'deploy@web1/::module' },
      { address: 'deploy@%h' },
      { path: 'srv/site' },
      { path: '/srv/../etc' },
      { path: '/etc' },
      { path: '/srv/a\0b' },
      { group: '--all' },
      { group: 'a\nb' },
      { name: 'a\u0007b' },
      { keep: 0 },
      { private_key: '' },
    ]) {
      expect(newTargetSchema.safeParse({ ...asTyped(), ...odd }).success, JSON.stringify(odd)).toBe(false);
    }
    expect(newTargetSchema.parse({ ...asTyped(), address: 'deploy@[::1]:2222' }).address.host).toBe('::1');
    expect(newTargetSchema.parse({ ...asTyped(), address: 'deploy@2130706433' }).address.host).toBe('127.0.0.1');
    expect(targetChangesSchema.safeParse({ new_key: false }).success).toBe(false);
  });

  it('stays where it is while a delivery works on it, and once something lies there', async () => {
    const { id } = await add();
    const hold = (until: Date | null) =>
      world.database.db
        .update(targets)
        .set({ activeId: until && crypto.randomUUID(), activeUntil: until })
        .where(eq(targets.id, id));
    await hold(new Date(Date.now() + 3_600_000));
    await expect(deleteTarget(world.ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(changeTarget(world.ctx, id, { path: place('b') })).rejects.toMatchObject({ code: 'conflict' });
    await changeTarget(world.ctx, id, { is_enabled: false });
    // Whoever held it is dead.
    await hold(new Date(Date.now() - 3_600_000));
    await changeTarget(world.ctx, id, { path: place('b') });
    const { db } = world.database;
    const [org] = await db.select().from(orgs);
    const [repo] = await db
      .insert(repos)
      .values({ orgId: org?.id ?? '', name: 'rivers', url: 'https://example.com/a/b' })
      .returning();
    const [delivery] = await db
      .insert(deliveries)
      .values({ repoId: repo?.id ?? '' })
      .returning();
    await db.insert(deliveryReleases).values({
      targetId: id,
      deliveryId: delivery?.id ?? '',
      name: 'one',
      commit: 'a'.repeat(40),
      digest: 'b'.repeat(64),
    });
    await expect(changeTarget(world.ctx, id, { mode: 'in_place' })).rejects.toMatchObject({ code: 'conflict' });
    await deleteTarget(world.ctx, id);
  });
});

describe('its test', () => {
  it('finds nothing wrong where nothing is, and leaves nothing there', async () => {
    const { id } = await add({ private_key: world.key.privateKey });
    const tested = await testTarget(world.ctx, id);
    expect(wrong(tested)).toEqual([]);
    expect(tested.findings?.map(({ what }) => what)).toEqual([
      'connection',
      'shell',
      'rsync',
      'rights',
      'disk',
      'link',
    ]);
    expect(tested.host_key?.fingerprint).toMatch(/^SHA256:/);
    expect(readdirSync(host.root)).toEqual([]);
    expect((await getTarget(world.ctx, id)).tested_at).toBe(tested.tested_at);
    const moved = await changeTarget(world.ctx, id, { path: place('b') });
    expect(moved).toMatchObject({ findings: null, tested_at: null });
  });

  it('says that the key is refused, that the host is down, and that it shows another key, until that is accepted', async () => {
    const changing = await world.start();
    const { id } = await add({ address: `${changing.user}@127.0.0.1:${changing.port}` });
    expect(wrong(await testTarget(world.ctx, id))[0]).toMatch(/^connection: .*refuses the key/);
    await changeTarget(world.ctx, id, { private_key: world.key.privateKey });
    await changing.refuseNew();
    expect(wrong(await testTarget(world.ctx, id))[0]).toMatch(/^connection: .*refuses the connection/);
    await changing.serveNew();
    await changing.changeHostKey();
    expect(wrong(await testTarget(world.ctx, id))[0]).toMatch(/^connection: .*shows another ssh host key/);
    const pending = (await getTarget(world.ctx, id)).host_key?.pending;
    await expect(acceptTargetKey(world.ctx, id, 'SHA256:another')).rejects.toMatchObject({ code: 'conflict' });
    const accepted = await acceptTargetKey(world.ctx, id, pending?.fingerprint ?? '');
    expect(accepted.host_key).toMatchObject({ fingerprint: pending?.fingerprint, pending: null });
    await expect(acceptTargetKey(world.ctx, id, pending?.fingerprint ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(wrong(await testTarget(world.ctx, id))).toEqual([]);
  });

  it('says that rsync is missing or too old, and that the shell prints', async () => {
    const bin = path.join(world.root, 'bin');
    mkdirSync(bin);
    for (const name of [
      'sh',
      'dd',
      'sed',
      'dirname',
      'mkdir',
      'ln',
      'rm',
      'df',
      'ls',
      'readlink',
      'head',
      'cat',
      'rmdir',
      'mv',
    ]) {
      symlinkSync(
        execFileSync('sh', ['-c', `command -v ${name} || echo /bin/true`], { encoding: 'utf8' }).trim(),
        path.join(bin, name),
      );
    }
    const bare = await world.start({ env: { PATH: bin }, startFile: 'echo "Welcome"' });
    const address = `${bare.user}@127.0.0.1:${bare.port}`;
    const { id } = await add({ private_key: world.key.privateKey, address, path: path.join(bare.root, 'site') });
    const [shell, rsync, ...rest] = wrong(await testTarget(world.ctx, id));
    expect(shell).toMatch(/^shell: .*“Welcome”/);
    expect(rsync).toMatch(/^rsync: rsync is missing/);
    expect(rest).toEqual([]);
    writeFileSync(path.join(bin, 'rsync'), '#!/bin/sh\necho "rsync  version 3.0.9  protocol version 30"\n');
    chmodSync(path.join(bin, 'rsync'), 0o755);
    expect(wrong(await testTarget(world.ctx, id))[1]).toMatch(/^rsync: rsync there is 3\.0\.9/);
  });

  it.runIf(userInfo().uid === 0)('says that the account may not write there', async () => {
    const other = await world.start({ uid: 65534 });
    chmodSync(world.root, 0o755);
    chmodSync(path.dirname(other.root), 0o755);
    const address = `${other.user}@127.0.0.1:${other.port}`;
    const { id } = await add({ private_key: world.key.privateKey, address, path: path.join(other.root, 'site') });
    expect(wrong(await testTarget(world.ctx, id))[0]).toMatch(/^rights: .*Permission denied/);
  });

  it('tells nobody the key: not the log, not a finding', async () => {
    const { id } = await add({ private_key: world.key.privateKey });
    const tested = await testTarget(world.ctx, id);
    const line = world.key.privateKey.split('\n')[1] ?? 'none';
    expect(JSON.stringify([tested, await audited()])).not.toContain(line);
    for (const name of readdirSync(host.root)) expect(readFileSync(place(name), 'utf8')).not.toContain(line);
  });
});

function asTyped() {
  return { org: 'acme', name: 'web1', address: 'deploy@web1.example.com', path: '/srv/site' };
}

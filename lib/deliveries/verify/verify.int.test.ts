// Hosts with a real sshd are looked at: every state, edited files, hostile answers, and one that hangs among fifty.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { branches, deliveries, deliveryReleases, deliveryTargets, repos, targets } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { startTargetHost, type TargetHost } from '@/e2e/servers/target-host';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { removeFolder } from '@/lib/files/remove-folder';
import { makeTemporaryFolder } from '@/lib/files/temporary-folder';
import { claimMirror } from '@/lib/git/mirror-dir';
import { makeSshKey } from '@/lib/git/ssh/ssh-key';
import { log } from '@/lib/log';
import { deliveryDigest } from '@/lib/release/delivery-digest';
import { sendRelease } from '@/lib/release/send/send-release';
import { stageTree } from '@/lib/release/tree/stage-tree';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { openHost } from '@/lib/ssh/open-host';
import { checkNow } from './check-now';
import { type AddedDelivery, addDelivery } from './testing';
import { verifyDeliveries } from './verify-deliveries';
import { verifyDelivery } from './verify-delivery';

let database: TestDatabase;
let root: string;
let host: TargetHost;
let ctx: Context;
let keyCiphertext: Buffer;
let repo: GitRepo;
let world: AddedDelivery;
let count = 0;
/** Of the host, as the test sees it: it is this machine. */
let site: string;

const LIMIT = { deep: false, limitMs: 10 * 60_000, lookMs: 10 * 60_000 };

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
  keyCiphertext = encryptToken(key.privateKey, loadSecret(env));
  host = await startTargetHost({ folder: path.join(root, 'host') });
  await host.authorize(key.publicKey);
});
afterAll(async () => {
  await host?.close();
  await database?.close();
  await removeFolder(root);
});
beforeEach(async () => {
  await database.reset();
  await host.serveNew();
  world = await addDelivery(database.db, 'conf', { 'web-1': { state: 'never' } });
  site = path.join(host.root, `site-${++count}`);
  await place('web-1', site);
  repo = await createRepo(path.join(root, 'data/mirrors'), world.repoId, { 'a.conf': 'one\n', 'b.conf': 'two\n' });
  await claimMirror(repo.dir, 'sha1');
  await branchIsAt(await repo.tip());
});

/** Puts a target of the delivery onto the host. */
async function place(name: string, at: string, port = host.port): Promise<void> {
  await database.db
    .update(targets)
    .set({ host: '127.0.0.1', port, userName: host.user, path: at, keyCiphertext })
    .where(eq(targets.id, world.hosts[name] ?? ''));
}

async function branchIsAt(commitSha: string): Promise<void> {
  await database.db
    .insert(branches)
    .values({ repoId: world.repoId, name: 'main', commitSha })
    .onConflictDoUpdate({ target: [branches.repoId, branches.name], set: { commitSha } });
}

const commit = async (files: Parameters<GitRepo['commit']>[0], options?: Parameters<GitRepo['commit']>[1]) => {
  const made = await repo.commit(files, options);
  await branchIsAt(await repo.tip());
  return made;
};

/** Delivers what the branch has, as a run would, and writes it down. */
async function deliver(name = 'web-1', rev: { repo?: string } = {}): Promise<string> {
  const targetId = world.hosts[name] ?? '';
  const [target] = await database.db.select().from(targets).where(eq(targets.id, targetId));
  if (!target) throw new Error('There is no such target.');
  const rules = { excludes: [], excludeDotGit: true, deletes: true, owner: null, modes: null };
  const staged = await stageTree(ctx, {
    repoId: world.repoId,
    dir: repo.dir,
    commit: await repo.tip(),
    subfolder: null,
    deliveryId: world.deliveryId,
  });
  const open = await openHost(ctx, target);
  const release = `r-${randomUUID()}`;
  const digest = deliveryDigest(staged, rules);
  const at = { ref: 'main', commit: staged.commit, delivered_at: new Date().toISOString(), digest };
  await sendRelease(open, staged, {
    ...rules,
    path: target.path,
    mode: 'releases',
    release,
    previous: null,
    abandoned: [],
    remove: [],
    rev: { repo: rev.repo ?? 'acme/conf', ...at },
    hook: null,
    force: true,
  });
  await open.close();
  await staged.close();
  await database.db.update(deliveryReleases).set({ state: 'kept' }).where(eq(deliveryReleases.targetId, targetId));
  const [made] = await database.db
    .insert(deliveryReleases)
    .values({ targetId, deliveryId: world.deliveryId, name: release, state: 'live', commit: staged.commit, digest })
    .returning({ id: deliveryReleases.id });
  await database.db
    .update(deliveryTargets)
    .set({ commit: staged.commit, releaseId: made?.id ?? null, deliveredAt: new Date(), state: 'in_sync' })
    .where(eq(deliveryTargets.targetId, targetId));
  return staged.commit;
}

async function look(options: { deep?: boolean } = {}) {
  const found = await checkNow(ctx, world.deliveryId, { ...LIMIT, ...options });
  const [one] = found?.hosts ?? [];
  if (!one) throw new Error('There is no host.');
  return one;
}

const rowOf = async (name = 'web-1') => {
  const isIt = and(
    eq(deliveryTargets.deliveryId, world.deliveryId),
    eq(deliveryTargets.targetId, world.hosts[name] ?? ''),
  );
  const [row] = await database.db.select().from(deliveryTargets).where(isIt);
  if (!row) throw new Error('There is no such row.');
  return row;
};

const rev = (text: string) => writeFileSync(path.join(site, '.sync_rev'), text);

describe('a host', () => {
  it('was never delivered to, is in sync, behind, ahead, diverged, and in sync again', async () => {
    expect(await look()).toMatchObject({ state: 'never', seen_commit: null, state_text: null });
    const first = await deliver();
    expect(await look()).toMatchObject({ state: 'in_sync', seen_commit: first, commit: first, state_text: null });
    expect(await rowOf()).toMatchObject({ state: 'in_sync', seenCommit: first, differsSince: null });
    const { inSyncAt } = await rowOf();
    expect(inSyncAt).not.toBeNull();

    await commit({ 'a.conf': 'three\n' });
    const second = await commit({ 'a.conf': 'four\n' });
    expect(await look()).toMatchObject({
      state: 'behind',
      behind_by: 2,
      ahead_by: 0,
      seen_commit: first,
      commit: second,
    });
    const row = await rowOf();
    expect(row).toMatchObject({ state: 'behind', behindBy: 2, inSyncAt, stateText: 'It is 2 commits behind main.' });
    expect(row.differsSince).not.toBeNull();
    await look();
    expect((await rowOf()).differsSince).toEqual(row.differsSince);

    await deliver();
    await branchIsAt(first);
    expect(await look()).toMatchObject({ state: 'ahead', behind_by: 0, ahead_by: 2 });
    await repo.setBranch('main', first);
    await commit({ 'b.conf': 'other\n' });
    expect(await look()).toMatchObject({ state: 'diverged', behind_by: 1, ahead_by: 2 });
    await deliver();
    expect(await look()).toMatchObject({ state: 'in_sync' });
    expect((await rowOf()).differsSince).toBeNull();
  });

  it('has another branch or repository, a commit that nobody knows, or a name that the repository had', async () => {
    await deliver('web-1', { repo: 'acme/other' });
    // What was written down here is known whatever it is called.
    expect(await look()).toMatchObject({ state: 'in_sync' });
    const at = { ref: 'main', delivered_at: new Date().toISOString(), digest: 'd'.repeat(64) };
    rev(JSON.stringify({ repo: 'acme/lakes', commit: 'a'.repeat(40), ...at }));
    expect(await look()).toMatchObject({ state: 'foreign', state_text: expect.stringContaining('acme/lakes') });
    rev(JSON.stringify({ repo: 'ACME/Conf', commit: 'a'.repeat(40), ...at }));
    expect(await look()).toMatchObject({ state: 'diverged', behind_by: null, seen_commit: 'a'.repeat(40) });
    expect((await look()).state_text).toContain('this server does not have');
    await database.db.update(deliveries).set({ ref: 'gone' });
    expect(await look()).toMatchObject({ state: 'unknown', commit: null, state_text: expect.stringContaining('gone') });
    await database.db.update(repos).set({ defaultBranch: null });
    await database.db.update(deliveries).set({ ref: null });
    expect(await look()).toMatchObject({ state: 'unknown', commit: null });
  });

  it('says what it likes in .sync_rev, and is believed nothing', async () => {
    await deliver();
    const at = { ref: 'main', delivered_at: new Date().toISOString(), digest: 'd'.repeat(64) };
    const hostile = [
      '{"repo":',
      'null',
      '\0\0\0',
      'x'.repeat(3_000_000),
      JSON.stringify({ repo: 'acme/conf', commit: '--upload-pack=touch /tmp/x', ...at }),
      JSON.stringify({ repo: 'acme/conf', commit: '$(id)', ...at }),
      JSON.stringify({ repo: 'acme/conf', commit: 'A'.repeat(40), ...at }),
    ];
    for (const text of hostile) {
      rev(text);
      expect(await look(), text.slice(0, 40)).toMatchObject({ state: 'foreign', seen_commit: null });
    }
    const long = `${'x'.repeat(300)}\u202e<script>\n\u001b[31m`;
    rev(JSON.stringify({ repo: long, commit: 'a'.repeat(40), ...at }));
    const { state, state_text: text } = await look();
    expect(state).toBe('foreign');
    expect(text?.length).toBeLessThan(200);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]/);
    rmSync(path.join(site, '.sync_rev'));
    symlinkSync('/etc/passwd', path.join(site, '.sync_rev'));
    expect(await look()).toMatchObject({ state: 'foreign' });
    rmSync(path.join(site, '.sync_rev'));
    expect(await look()).toMatchObject({ state: 'changed', state_text: expect.stringContaining('is gone') });
    // A digest that was not written by the last delivery.
    rev(JSON.stringify({ repo: 'acme/conf', commit: await repo.tip(), ...at }));
    expect(await look()).toMatchObject({ state: 'changed' });
  });

  it('holds something else, or was left in the middle of a delivery in place', async () => {
    mkdirSync(site);
    writeFileSync(path.join(site, 'index.html'), 'ours');
    expect(await look()).toMatchObject({ state: 'never' });
    rmSync(site, { recursive: true });
    writeFileSync(site, 'a file');
    expect(await look()).toMatchObject({ state: 'foreign' });
    rmSync(site);
    mkdirSync(site);
    writeFileSync(path.join(site, '.sync_rev.incoming'), '{}');
    expect(await look()).toMatchObject({ state: 'interrupted', state_text: expect.stringContaining('partly old') });
  });

  it('does not answer, refuses the key, hangs, and is back', async () => {
    const first = await deliver();
    await look();
    await host.refuseNew();
    const found = await look();
    expect(found).toMatchObject({ state: 'unreachable', seen_commit: null, commit: first });
    expect(found.state_text).toContain('refuses the connection');
    // What it had is still known.
    expect(await rowOf()).toMatchObject({ state: 'unreachable', seenCommit: first });
    await host.serveNew();
    host.hangNew();
    const late = await checkNow(ctx, world.deliveryId, { ...LIMIT, lookMs: 300 });
    expect(late?.hosts[0]).toMatchObject({ state: 'unreachable', state_text: expect.stringContaining('within') });
    await host.serveNew();
    await database.db
      .update(targets)
      .set({ keyCiphertext: encryptToken((await makeSshKey('x')).privateKey, loadSecret(ctx.env)) });
    expect(await look()).toMatchObject({
      state: 'unreachable',
      state_text: expect.stringContaining('refuses the key'),
    });
    await place('web-1', site);
    expect(await look()).toMatchObject({ state: 'in_sync' });
  });

  it('was edited by hand: the deep check names the files, and knows when that is over', async () => {
    await commit({ 'dir with space/ü\n.conf': 'x\n' });
    await deliver();
    expect(await look({ deep: true })).toMatchObject({ state: 'in_sync', changed_count: 0 });
    // Of the same length and time, as an editor would not leave it.
    writeFileSync(path.join(site, 'a.conf'), 'own\n');
    rmSync(path.join(site, 'dir with space'), { recursive: true });
    writeFileSync(path.join(site, 'extra'), 'x');
    expect(await look()).toMatchObject({ state: 'in_sync' });
    const found = await look({ deep: true });
    expect(found).toMatchObject({ state: 'changed', state_text: expect.stringMatching(/files? differ/) });
    expect(found.changed_files).toEqual(expect.arrayContaining(['a.conf', 'extra']));
    expect(found.changed_count).toBe(found.changed_files?.length);
    // A look at .sync_rev alone does not take that back.
    expect(await look()).toMatchObject({ state: 'changed', changed_files: found.changed_files });
    await commit({ 'b.conf': 'newer\n' });
    const behind = await look({ deep: true });
    expect(behind).toMatchObject({ state: 'changed', behind_by: 1, changed_count: found.changed_count });
    await deliver();
    expect(await look()).toMatchObject({ state: 'in_sync', changed_files: null });
    expect(await look({ deep: true })).toMatchObject({ state: 'in_sync', changed_count: 0 });
  });

  it('is left alone while a delivery works on it, and what a delivery wrote meanwhile stays', async () => {
    await deliver();
    await database.db.update(targets).set({ activeId: randomUUID(), activeUntil: new Date(Date.now() + 3_600_000) });
    const before = await rowOf();
    expect(await look()).toMatchObject({ state: 'unknown', state_text: expect.stringContaining('under way') });
    expect(await rowOf()).toEqual(before);
    // Whoever held it is dead.
    await database.db.update(targets).set({ activeUntil: new Date(Date.now() - 1000) });
    expect(await look()).toMatchObject({ state: 'in_sync' });
    await database.db.update(targets).set({ activeId: null });
    const meanwhile = await checkNow(ctx, world.deliveryId, {
      ...LIMIT,
      onJob: () => database.db.update(deliveryTargets).set({ commit: 'c'.repeat(40), state: 'in_sync' }),
    });
    expect(meanwhile?.hosts[0]).toMatchObject({ state: 'unknown' });
    expect(await rowOf()).toMatchObject({ state: 'in_sync', commit: 'c'.repeat(40) });
  });
});

it('has one host that hangs hold none of fifty, and says of those that were not looked at that they were not', async () => {
  const names = Array.from({ length: 48 }, (_, n) => `many-${n}`);
  for (const name of names) {
    const [made] = await database.db
      .insert(targets)
      .values({
        orgId: world.orgId,
        name,
        userName: host.user,
        host: '127.0.0.1',
        port: host.port,
        path: path.join(host.root, `many-${count}`, name),
        keyCiphertext,
        publicKey: 'ssh-ed25519 AAAA',
      })
      .returning({ id: targets.id });
    world.hosts[name] = made?.id ?? '';
    await database.db
      .insert(deliveryTargets)
      .values({ deliveryId: world.deliveryId, targetId: world.hosts[name] ?? '' });
  }
  const hanging = await startTargetHost({ folder: path.join(root, 'hanging') });
  hanging.hangNew();
  const [stuck] = await database.db
    .insert(targets)
    .values({
      orgId: world.orgId,
      name: 'a-stuck',
      userName: host.user,
      host: '127.0.0.1',
      port: hanging.port,
      path: '/srv/x',
      keyCiphertext,
      publicKey: 'ssh-ed25519 AAAA',
    })
    .returning({ id: targets.id });
  await database.db.insert(deliveryTargets).values({ deliveryId: world.deliveryId, targetId: stuck?.id ?? '' });
  const ending = new AbortController();
  const looking = checkNow(ctx, world.deliveryId, { ...LIMIT, signal: ending.signal });
  const states = async () =>
    (await database.db.select().from(deliveryTargets))
      .filter((row) => row.verifiedAt !== null && row.targetId !== stuck?.id)
      .map((row) => row.state);
  await expect.poll(async () => (await states()).length, { interval: 200 }).toBe(49);
  expect(new Set(await states())).toEqual(new Set(['never']));
  ending.abort();
  const { hosts, in_sync: isInSync } = (await looking) ?? { hosts: [], in_sync: true };
  expect(hosts).toHaveLength(50);
  // Where the others took longer than one may take to sign in, it was given up by then.
  expect(['unknown no time left', 'unreachable in time']).toContain(
    hosts
      .filter((one) => one.target.name === 'a-stuck')
      .map((one) => `${one.state} ${/no time left|in time/.exec(one.state_text ?? '')?.[0]}`)[0],
  );
  expect(isInSync).toBe(false);
  await hanging.close();
});

it('answers people: of one delivery, of some of its hosts, of a group', async () => {
  const first = await deliver();
  const one = await verifyDelivery(ctx, world.deliveryId, {});
  expect(one).toMatchObject({
    delivery_id: world.deliveryId,
    in_sync: true,
    hosts: [{ state: 'in_sync', commit: first }],
  });
  await expect(verifyDelivery(ctx, world.deliveryId, { target_ids: [randomUUID()] })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(verifyDelivery(ctx, randomUUID(), {})).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    verifyDelivery({ ...ctx, env: { ...ctx.env, readOnly: true } }, world.deliveryId, {}),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
  await database.db.update(targets).set({ group: 'web' });
  expect(await verifyDeliveries(ctx, { group: 'web' })).toMatchObject({
    in_sync: true,
    pending: [],
    items: [{ in_sync: true }],
  });
  expect(await verifyDeliveries(ctx, { group: 'db' })).toMatchObject({ in_sync: false, pending: [], items: [] });
  const sent: string[] = [];
  const deep = await verifyDeliveries({ ...ctx, send: async (event) => void sent.push(event.name) }, { deep: true });
  expect(deep).toEqual({ items: [], pending: [world.deliveryId], in_sync: false });
  expect(sent).toEqual(['delivery/verify.requested']);
  // One that left the group of a delivery is none of its own any more.
  await database.db.update(deliveries).set({ group: 'db' });
  expect(await verifyDelivery(ctx, world.deliveryId, {})).toMatchObject({ hosts: [], in_sync: false });
  await database.db.update(deliveries).set({ group: 'web' });
  // Two at once see the same.
  const both = await Promise.all([
    verifyDelivery(ctx, world.deliveryId, {}),
    verifyDelivery(ctx, world.deliveryId, {}),
  ]);
  expect(both.map((found) => found.in_sync)).toEqual([true, true]);
});

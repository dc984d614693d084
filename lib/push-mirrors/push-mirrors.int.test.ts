import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createRepo, type GitRepo } from '@/e2e/servers/git/git-repo';
import { type SshServer, startSshServer } from '@/e2e/servers/ssh';
import { createCredential } from '@/lib/credentials/create-credential';
import { addHosted } from '@/lib/repos/manage/add/add-hosted';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { added, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { addPushMirror } from './add-push-mirror';
import { changePushMirror } from './change-push-mirror';
import type { NewPushMirror, PushMirror } from './push-mirror';
import { removePushMirror } from './remove-push-mirror';
import { pushNow, requestPush } from './request-push';
import { sweepPushes } from './sweep-pushes';
import { listPushMirrors } from './visible-mirror';

openWorld();

let sshd: SshServer;
beforeAll(async () => {
  const folder = path.join(world.upstreams, '..', 'sshd');
  sshd = await startSshServer({ root: world.upstreams, folder, takesPushes: true });
});
afterAll(() => sshd?.close());

const ctx = () => world.as(SYSTEM);
const urlOf = (git: GitRepo) => `${world.git.url}/${git.name}`;
const refsOf = async (git: GitRepo) =>
  (await git.git(['for-each-ref', '--format=%(refname) %(objectname)'])).split('\n').filter(Boolean).sort();

/** Waits until no push holds the mirror, and none is to follow. */
async function settled(repoId: string, id: string): Promise<PushMirror> {
  for (;;) {
    const [row] = await ctx().db.$client`
      select 1 from push_mirrors where id = ${id} and (active_push_id is not null or dirty)`;
    const mirror = (await listPushMirrors(ctx(), repoId)).items.find((one) => one.id === id);
    if (!row && mirror) return mirror;
    await sleep(20);
  }
}

async function mirrored(name: string, input: Partial<NewPushMirror> = {}) {
  const { id, git } = await added(`push/${name}`, { 'a.txt': 'a\n' });
  const target = await createRepo(world.upstreams, `copies/${name}`, null);
  const mirror = await addPushMirror(ctx(), id, { url: urlOf(target), ...input });
  return { id, git, target, mirror, state: await settled(id, mirror.id) };
}

it('pushes all branches and tags: at once, after each sync, and what is gone here is deleted there', async () => {
  const { id, git, target, mirror, state } = await mirrored('all');
  expect(state).toMatchObject({ status: 'ok', error: null, refs_moved: 1, attempts: 1 });
  expect(await refsOf(target)).toEqual(await refsOf(git));

  const first = await git.tip();
  await git.commit({ 'b.txt': 'b\n' }, { branch: 'side/one', from: first });
  await git.tag('v1', first, { annotated: true });
  await sync(id);
  await settled(id, mirror.id);
  expect(await refsOf(target)).toEqual(await refsOf(git));
  expect(await refsOf(target)).toHaveLength(3);

  // Rewritten: what was there is kept under hidden refs here, and those go nowhere.
  await git.commit({ 'c.txt': 'c\n' }, { from: null });
  await git.deleteBranch('side/one');
  await sync(id);
  await settled(id, mirror.id);
  const hidden = await ctx().db.$client`select 1 from rewrites where repo_id = ${id}`;
  expect(hidden.length).toBeGreaterThan(0);
  expect(await refsOf(target)).toEqual(await refsOf(git));
  expect(await refsOf(target)).toHaveLength(2);
});

it('pushes what is chosen, and deletes nothing if it is told so', async () => {
  const { id, git, target, mirror } = await mirrored('some', { refs: ['refs/heads/release/*'], prune: false });
  const tip = await git.tip();
  expect(await refsOf(target)).toEqual([]);
  await git.setBranch('release/1', tip);
  await git.setBranch('release/2', tip);
  await sync(id);
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'ok', refs_moved: 2 });
  await git.deleteBranch('release/1');
  await sync(id);
  await settled(id, mirror.id);
  expect((await refsOf(target)).map((line) => line.split(' ')[0])).toEqual([
    'refs/heads/release/1',
    'refs/heads/release/2',
  ]);
  // Only what it names: a branch of theirs stays.
  await target.setBranch('theirs', tip);
  await changePushMirror(ctx(), id, mirror.id, { prune: true });
  await pushNow(ctx(), id, mirror.id);
  await settled(id, mirror.id);
  expect((await refsOf(target)).map((line) => line.split(' ')[0])).toEqual([
    'refs/heads/release/2',
    'refs/heads/theirs',
  ]);

  await git.deleteBranch('release/2');
  await sync(id);
  // Nothing is left to push: that may be a mistake, and an empty remote would be no way to say so.
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'error', error_kind: 'policy' });
  expect(await refsOf(target)).toHaveLength(2);
});

it('signs in with a stored credential, which is never told to anybody', async () => {
  const token = 'a-token-of-the-copy';
  const target = await createRepo(world.upstreams, 'copies/private', null);
  world.git.tokens.set(target.name, token);
  const { id, git } = await added('push/private', { 'a.txt': 'a\n' });
  const mirror = await addPushMirror(ctx(), id, { url: urlOf(target) });
  const refused = await settled(id, mirror.id);
  expect(refused).toMatchObject({ status: 'error', error_kind: 'auth', next_attempt_at: null });

  const credential = await createCredential(ctx(), { org: 'push', name: 'copy', kind: 'token', token });
  await changePushMirror(ctx(), id, mirror.id, { credential_id: credential.id });
  await pushNow(ctx(), id, mirror.id);
  const done = await settled(id, mirror.id);
  expect(done).toMatchObject({ status: 'ok', error: null });
  expect(await refsOf(target)).toEqual(await refsOf(git));
  const entries = await ctx().db.$client`select before, after from audit_log`;
  expect(JSON.stringify([done, entries])).not.toContain(token);

  const other = await createCredential(ctx(), { org: 'full-of-others', name: 'x', kind: 'token', token }).catch(
    (error: Error) => error,
  );
  expect(other).toBeInstanceOf(Error);
});

it('pushes over ssh with a key that was made here, to a host that stays who it is', async () => {
  const { id, git, target, mirror: first } = await mirrored('over-ssh');
  const key = await createCredential(ctx(), { org: 'push', name: 'key', kind: 'ssh_key' });
  const url = `${sshd.url}/${target.name}`;
  await expect(changePushMirror(ctx(), id, first.id, { credential_id: key.id })).rejects.toMatchObject({
    kind: 'auth',
  });
  await removePushMirror(ctx(), id, first.id);
  const mirror = await addPushMirror(ctx(), id, { url, credential_id: key.id });
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'error', error_kind: 'auth', pushed_at: null });

  await sshd.authorize(key.public_key ?? '');
  await git.setBranch('more', await git.commit({ 'b.txt': 'b\n' }));
  await sync(id);
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'ok', error: null, refs_moved: 2 });
  expect(await refsOf(target)).toEqual(await refsOf(git));

  await sshd.changeHostKey();
  await git.deleteBranch('more');
  await sync(id);
  const refused = await settled(id, mirror.id);
  expect(refused).toMatchObject({ status: 'error', error_kind: 'policy', next_attempt_at: null });
  expect(await refsOf(target)).not.toEqual(await refsOf(git));
});

it('is led elsewhere: what goes to the old address says nothing any more, and its credential stays behind', async () => {
  const { id, git, target, mirror } = await mirrored('led');
  const other = await createRepo(world.upstreams, 'copies/led-elsewhere', null);
  const letGo = world.git.hold({ match: ({ path: asked }) => asked.includes(`${target.name}/info`), times: 1 });
  await pushNow(ctx(), id, mirror.id);
  const token = await createCredential(ctx(), { org: 'push', name: 'led', kind: 'token', token: 'led-token' });
  await changePushMirror(ctx(), id, mirror.id, { credential_id: token.id });
  const same = await changePushMirror(ctx(), id, mirror.id, { url: urlOf(other), refs: ['refs/heads/main'] });
  expect(same).toMatchObject({ url: urlOf(other), credential_id: token.id, status: 'queued', pushed_at: null });
  letGo();
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'ok', refs_moved: 1 });
  expect(await refsOf(other)).toEqual(await refsOf(git));

  const away = await changePushMirror(ctx(), id, mirror.id, { url: 'http://127.0.0.1:9/x/y.git' });
  expect(away.credential_id).toBeNull();
  await settled(id, mirror.id);
  const refusals = [
    [urlOf(git), 'invalid'],
    ['http://169.254.169.254/x', 'invalid'],
    ['file:///etc', 'invalid'],
  ] as const;
  for (const [url, code] of refusals) {
    await expect(changePushMirror(ctx(), id, mirror.id, { url }), url).rejects.toMatchObject({ code });
  }
  const second = await addPushMirror(ctx(), id, { url: urlOf(target) });
  await expect(changePushMirror(ctx(), id, second.id, { url: away.url })).rejects.toMatchObject({ code: 'conflict' });
  // Its own address again is no change, and no push.
  await settled(id, second.id);
  expect(await changePushMirror(ctx(), id, second.id, { url: urlOf(target) })).toMatchObject({ status: 'ok' });
});

it('tries again after what may pass, and says what was wrong meanwhile', async () => {
  const target = await createRepo(world.upstreams, 'copies/flaky', null);
  const { id, git } = await added('push/flaky', { 'a.txt': 'a\n' });
  const isPush = ({ path }: { path: string }) => path.includes(target.name);
  world.git.faults.push({ match: isPush, status: 503, times: 1 });
  onTestFinished(() => void world.git.faults.splice(0));
  const mirror = await addPushMirror(ctx(), id, { url: urlOf(target) });
  const done = await settled(id, mirror.id);
  expect(done).toMatchObject({ status: 'ok', attempts: 2, error: null });
  expect(await refsOf(target)).toEqual(await refsOf(git));
  world.git.faults.push({ match: isPush, body: '<html>hello</html>', headers: { 'content-type': 'text/html' } });
  await pushNow(ctx(), id, mirror.id);
  expect(await settled(id, mirror.id)).toMatchObject({ status: 'error', error_kind: 'not_found' });
});

it('says which refs the other side does not take', async () => {
  const { id, git, target, mirror } = await mirrored('strict');
  await target.git(['config', 'receive.denyDeletes', 'true']);
  await git.setBranch('more', await git.tip());
  await sync(id);
  await settled(id, mirror.id);
  await git.deleteBranch('more');
  await git.commit({ 'new.txt': 'new\n' });
  await sync(id);
  const failed = await settled(id, mirror.id);
  expect(failed).toMatchObject({ status: 'error', error_kind: 'policy', next_attempt_at: null });
  expect(failed.error).toContain('refs/heads/more');
  expect(await target.tip()).toBe(await git.tip());
});

it('refuses its own source in every spelling, addresses that may not be asked, and circles', async () => {
  const { id, git } = await added('push/own', { 'a.txt': 'a\n' });
  const own = urlOf(git);
  for (const url of [own, own.replace(/\.git$/, ''), `${own}/`, own.replace('push/own', 'PUSH/Own')]) {
    await expect(addPushMirror(ctx(), id, { url }), url).rejects.toMatchObject({ code: 'invalid', kind: 'policy' });
  }
  await expect(addPushMirror(ctx(), id, { url: 'http://169.254.169.254/x' })).rejects.toMatchObject({ kind: 'policy' });
  await expect(addPushMirror(ctx(), id, { url: 'file:///etc' })).rejects.toMatchObject({ code: 'invalid' });

  const other = await added('push/other', { 'b.txt': 'b\n' });
  const third = await added('push/third', { 'c.txt': 'c\n' });
  const one = await addPushMirror(ctx(), id, { url: urlOf(other.git), after_sync: false });
  await settled(id, one.id);
  await expect(addPushMirror(ctx(), id, { url: urlOf(other.git) })).rejects.toMatchObject({ code: 'conflict' });
  await addPushMirror(ctx(), other.id, { url: urlOf(third.git), after_sync: false });
  await expect(addPushMirror(ctx(), third.id, { url: own })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('comes back here'),
  });

  // Moved to where it is pushed: the next push sees that.
  const lonely = await mirrored('moved');
  await updateRepo(ctx(), lonely.id, { url: urlOf(lonely.target) });
  await world.settle(lonely.id);
  await requestPush(ctx(), lonely.mirror.id);
  expect(await settled(lonely.id, lonely.mirror.id)).toMatchObject({ status: 'error', error_kind: 'policy' });
});

it('comes by the clock, follows what was asked for meanwhile, and ends with its repository', async () => {
  const repo = await addHosted(ctx(), { org: 'push', name: 'clock' });
  const target = await createRepo(world.upstreams, 'copies/clock', null);
  const mirror = await addPushMirror(ctx(), repo.id, { url: urlOf(target), after_sync: false, interval: 3600 });
  // Nothing is there yet.
  expect(await settled(repo.id, mirror.id)).toMatchObject({ status: 'never', error: null });
  await ctx().db.$client`update push_mirrors set next_push_at = now() - interval '1 second' where id = ${mirror.id}`;
  expect(await sweepPushes(ctx())).toBe(1);
  expect((await settled(repo.id, mirror.id)).next_push_at).not.toBeNull();
  expect(await sweepPushes(ctx())).toBe(0);

  const { id, target: busy, mirror: held } = await mirrored('held');
  const letGo = world.git.hold({ match: ({ path }) => path.includes(busy.name), times: 1 });
  await pushNow(ctx(), id, held.id);
  await expect(pushNow(ctx(), id, held.id)).rejects.toMatchObject({ code: 'conflict' });
  letGo();
  expect(await settled(id, held.id)).toMatchObject({ status: 'ok' });
  await removePushMirror(ctx(), id, held.id);
  expect((await listPushMirrors(ctx(), id)).items).toEqual([]);
});

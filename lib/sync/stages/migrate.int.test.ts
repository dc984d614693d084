// Repositories that are moved to another source, from real git servers, while what they serve is looked at.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repos } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { readTree } from '@/lib/browse/read-tree';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { type MigrateRepo, migrateRepo } from '@/lib/repos/manage/migrate-repo';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { waitForRun } from '@/lib/sync/request/wait-for-run';
import { added, delayRetries, found, openWorld, SYSTEM, sync, watched, world } from '@/lib/sync/testing';

openWorld();

const url = (name: string) => `${world.git.url}/${name}`;

async function move(id: string, input: MigrateRepo) {
  const { runId } = await migrateRepo(world.as(SYSTEM), id, input);
  await waitForRun(world.as(SYSTEM), runId ?? '', 60_000);
  return await world.settle(id);
}

/** Folders of this repository's, besides its mirror. */
async function strays(id: string): Promise<string[]> {
  const folder = path.dirname(mirrorDir(world.env.dataDir, id));
  return (await readdir(folder)).filter((name) => name.startsWith(id) && name !== `${id}.git`);
}

describe('without force', () => {
  it('follows the same repository at another place, and fetches what is new there alone', async () => {
    const { id, git } = await added('move/rivers', { 'a.txt': 'oldwater\n' });
    const inode = (await stat(mirrorDir(world.env.dataDir, id))).ino;
    const other = await createRepo(world.upstreams, 'elsewhere/rivers', null);
    await git.git(['push', '-q', other.dir, 'main']);
    await other.commit({ 'b.txt': 'newwater\n' });
    const moved = await move(id, { source_url: url(other.name) });
    expect(moved).toMatchObject({ status: 'ready', error: null, url: url(other.name), migration: null });
    expect(await found('newwater')).toEqual(['move/rivers:b.txt']);
    expect((await stat(mirrorDir(world.env.dataDir, id))).ino).toBe(inode);
    await git.commit({ 'c.txt': 'forgottenwater\n' });
    await other.commit({ 'd.txt': 'freshwater\n' });
    await sync(id);
    expect(await found('forgottenwater')).toEqual([]);
    expect(await found('freshwater')).toEqual(['move/rivers:d.txt']);
  });

  it('takes a copy that is the same to the last commit as unchanged', async () => {
    const { id, git } = await added('move/same', { 'a.txt': 'samewater\n' });
    const other = await createRepo(world.upstreams, 'elsewhere/same', null);
    await git.git(['push', '-q', other.dir, 'main']);
    const moved = await move(id, { source_url: url(other.name) });
    expect(moved).toMatchObject({ status: 'ready', url: url(other.name), migration: null });
    expect((await world.runs(id))[0]?.status).toBe('unchanged');
  });

  it('refuses another repository in plain words, and goes on with the one it has', async () => {
    const { id, git } = await added('move/brooks', { 'a.txt': 'brookwater\n' });
    const other = await createRepo(world.upstreams, 'elsewhere/lakes', { 'l.txt': 'lakewater\n' });
    const refused = await move(id, { source_url: url(other.name) });
    expect(refused).toMatchObject({ status: 'error', error_kind: 'policy', url: url(git.name), migration: null });
    expect(refused.error).toMatch(
      /^It was not moved to .*elsewhere\/lakes\.git\. The other source has no commit in common .* with force\. It still follows .*move\/brooks/,
    );
    expect(await found('brookwater')).toEqual(['move/brooks:a.txt']);
    await git.commit({ 'b.txt': 'brookwater too\n' });
    expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
    expect(await found('brookwater')).toHaveLength(2);
    expect(await found('lakewater')).toEqual([]);
    expect(await strays(id)).toEqual([]);
  });

  it('refuses it also if the mirror is gone, and keeps what is searchable', async () => {
    const { id } = await added('move/springs', { 'a.txt': 'springwater\n' });
    const { removeFolder } = await import('@/lib/files/remove-folder');
    await removeFolder(mirrorDir(world.env.dataDir, id));
    const other = await createRepo(world.upstreams, 'elsewhere/ponds', { 'l.txt': 'pondwater\n' });
    expect(await move(id, { source_url: url(other.name) })).toMatchObject({ status: 'error', error_kind: 'policy' });
    expect(await strays(id)).toEqual([]);
    expect(await sync(id)).toMatchObject({ status: 'ready' });
    expect(await found('springwater')).toEqual(['move/springs:a.txt']);
  });

  it('refuses a source with nothing in it, and one that is not there', async () => {
    const { id, git } = await added('move/dry', { 'a.txt': 'drywater\n' });
    const empty = await createRepo(world.upstreams, 'elsewhere/empty', null);
    for (const force of [false, true]) {
      const refused = await move(id, { source_url: url(empty.name), force });
      expect(refused).toMatchObject({ status: 'error', held_back: null, url: url(git.name), migration: null });
      expect(refused.error).toMatch(/The other source has no branch at all\. Nothing was changed here/);
    }
    const missing = await move(id, { source_url: url('elsewhere/nowhere') });
    expect(missing).toMatchObject({ status: 'error', error_kind: 'not_found', url: url(git.name), migration: null });
    expect(await sync(id)).toMatchObject({ status: 'ready' });
  });
});

describe('with force', () => {
  it('clones anew beside what is served, and puts it in its place with its tree', async () => {
    const { id, git } = await added('force/rivers', { 'a.txt': 'forcedwater old\n' });
    const other = await createRepo(world.upstreams, 'elsewhere/seas', { 's.txt': 'forcedwater new\n' });
    await other.commit({ 't.txt': 'salt\n' });
    const before = await git.tip();
    const watch = watched(id, 'forcedwater', { 'a.txt': 'forcedwater old' });
    watch.may(id, { 's.txt': 'forcedwater new' });
    const moved = await move(id, { source_url: url(other.name), source_type: 'gitea', force: true });
    expect(await watch.stop()).toEqual([]);
    expect(moved).toMatchObject({ status: 'ready', error: null, url: url(other.name), source_type: 'gitea' });
    expect(moved).toMatchObject({ head_commit: await other.tip(), migration: null });
    expect(await found('forcedwater')).toEqual(['force/rivers:s.txt']);
    const visitor = world.as({ kind: 'anonymous' });
    const { commits } = await listCommitsOf(visitor, id);
    expect(commits.map((commit) => commit.sha)).toHaveLength(2);
    expect((await readTree(visitor, { repoId: id })).entries.map((entry) => entry.name)).toEqual(['s.txt', 't.txt']);
    // Nothing is left of the old one, not even objects.
    await expect(readTree(world.as(SYSTEM), { repoId: id, commit: before })).rejects.toThrow();
    expect(await strays(id)).toEqual([]);
    await other.commit({ 'u.txt': 'forcedwater later\n' });
    await sync(id);
    expect(await found('forcedwater')).toHaveLength(2);
  });

  it('leaves what is served as it is if it fails, and the next try may have another address', async () => {
    delayRetries();
    const { id, git } = await added('force/lakes', { 'a.txt': 'lakeforce\n' });
    const other = await createRepo(world.upstreams, 'elsewhere/oceans', { 'o.txt': 'oceanforce\n' });
    world.git.faults.push({ match: '/elsewhere/oceans', status: 503 });
    const waiting = await move(id, { source_url: url(other.name), force: true });
    expect(waiting).toMatchObject({ status: 'error', url: url(git.name), migration: { url: url(other.name) } });
    expect(waiting.active_run_id).not.toBeNull();
    await expect(updateRepo(world.as(SYSTEM), id, { url: url('elsewhere/x') })).rejects.toThrow(/being moved/);
    expect(await found('lakeforce')).toEqual(['force/lakes:a.txt']);
    const third = await createRepo(world.upstreams, 'elsewhere/puddles', { 'p.txt': 'puddleforce\n' });
    const moved = await move(id, { source_url: url(third.name), force: true });
    world.git.faults.length = 0;
    expect(moved).toMatchObject({ status: 'ready', url: url(third.name), migration: null });
    expect(await found('puddleforce')).toEqual(['force/lakes:p.txt']);
    const cancelled = (await world.runs(id)).find((run) => run.id === waiting.active_run_id);
    expect(cancelled?.status).toBe('cancelled');
  });

  it('goes on with the move when somebody presses Sync while it waits for its next attempt', async () => {
    delayRetries();
    const { id } = await added('force/wells', { 'a.txt': 'wellforce\n' });
    const other = await createRepo(world.upstreams, 'elsewhere/wells', { 'o.txt': 'otherforce\n' });
    world.git.faults.push({ match: '/elsewhere/wells', status: 503 });
    await move(id, { source_url: url(other.name), force: true });
    world.git.faults.length = 0;
    expect(await sync(id)).toMatchObject({ status: 'ready', url: url(other.name), migration: null });
    expect(await found('otherforce')).toEqual(['force/wells:o.txt']);
  });
});

describe('the token', () => {
  it('stays with its host, and never follows to another', async () => {
    const { id } = await added('token/rivers', { 'a.txt': 'tokenwater\n' });
    await updateRepo(world.as(SYSTEM), id, { token: 'secret-of-the-first' });
    const near = await createRepo(world.upstreams, 'token/near', { 'a.txt': 'nearwater\n' });
    const sentTo = () => new Set(world.git.requests.splice(0).map(({ headers }) => headers.authorization));
    sentTo();
    expect(await move(id, { source_url: url(near.name), source_type: 'gitlab', force: true })).toMatchObject({
      has_token: true,
      source_type: 'gitlab',
    });
    // With the user name that this kind of host wants.
    expect([...sentTo()]).toEqual([`Basic ${Buffer.from('oauth2:secret-of-the-first').toString('base64')}`]);
    const { port } = new URL(world.git.url);
    const far = `http://localhost:${port}/token/near.git`;
    world.env.allowedHosts.push('localhost');
    expect(await move(id, { source_url: far, force: true })).toMatchObject({ url: far, has_token: false });
    expect([...sentTo()]).toEqual([undefined]);
  });
});

it('knows what cannot be moved, and what is here already', async () => {
  const { id } = await added('rules/rivers', { 'a.txt': 'a\n' });
  const { git } = await added('rules/other', { 'a.txt': 'b\n' });
  const ctx = world.as(SYSTEM);
  await expect(migrateRepo(ctx, id, { source_url: url(git.name) })).rejects.toThrow(/here already/);
  await expect(migrateRepo(ctx, id, { source_url: 'file:///etc' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(migrateRepo(ctx, id, { source_url: 'acme/x', source_type: 'gitea' })).rejects.toThrow(/whole address/);
  await expect(migrateRepo(world.as({ kind: 'anonymous' }), id, { source_url: url('x') })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await ctx.db.update(repos).set({ status: 'archived' });
  await expect(migrateRepo(ctx, id, { source_url: url('x') })).rejects.toThrow(/archived/);
  expect((await getRepo(ctx, id)).migration).toBeNull();
});

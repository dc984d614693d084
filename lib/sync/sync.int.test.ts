// The life of a repository, with a real git server, the real engine and a real database.
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRepo, runGit } from '@/e2e/servers/git/git-repo';
import { listBranches } from '@/lib/browse/list-branches';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';
import { markSyncsPending, requestSoon } from './request/request-soon';
import { requestSync } from './request/request-sync';
import { added, delayRetries, found, openWorld, SYSTEM, sync, watched, world } from './testing';
import { removeRepo } from './upkeep/remove-repo';
import { sweep } from './upkeep/sweep';

openWorld();

describe('a repository', () => {
  it('is searchable after it was added, and shows a push after a sync', async () => {
    const { id, git } = await added('acme/story', { 'src/a.ts': 'export const zanzibar = 1;\n', 'b.txt': 'plover\n' });
    expect(await found('zanzibar')).toEqual(['acme/story:src/a.ts']);
    const before = await getRepo(world.as(SYSTEM), id);
    expect(before.file_count).toBe(2);

    const sha = await git.commit({ 'src/a.ts': 'export const quokka = 2;\n', 'b.txt': null });
    const after = await sync(id);
    expect(after.head_commit).toBe(sha);
    expect(await found('quokka')).toEqual(['acme/story:src/a.ts']);
    expect(await found('zanzibar')).toEqual([]);
    expect(await found('plover')).toEqual([]);
    const [run] = await world.runs(id);
    expect(run).toMatchObject({
      status: 'succeeded',
      files_changed: 1,
      files_removed: 1,
      files_added: 0,
      commits_synced: 1,
    });
    expect(Object.keys(run?.stage_times ?? {}).sort()).toEqual(['embed', 'fetch', 'index', 'plan', 'publish', 'reset']);
  });

  it('is not indexed again when nothing moved, and still says when it was checked', async () => {
    const { id } = await added('acme/still', { 'a.txt': 'same\n' });
    const before = await getRepo(world.as(SYSTEM), id);
    const after = await sync(id);
    expect(after.indexed_at).toBe(before.indexed_at);
    expect(Date.parse(after.checked_at ?? '')).toBeGreaterThan(Date.parse(before.checked_at ?? ''));
    const [run] = await world.runs(id);
    expect(run?.status).toBe('unchanged');
    expect(Object.keys(run?.stage_times ?? {})).toEqual(['fetch']);
  });

  it('is not called unchanged while vectors are missing that a broken run should have made', async () => {
    const { id } = await added('acme/vectors', { 'a.ts': 'export function lynx() {\n  return 1;\n}\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`delete from embedding_progress where repo_id = ${id}`;
    await db`delete from embeddings where repo_id = ${id}`;
    expect((await sync(id)).status).toBe('ready');
    expect((await world.runs(id))[0]).toMatchObject({ status: 'succeeded', chunks_embedded: 1, bytes_indexed: 0 });
    expect((await sync(id)).status).toBe('ready');
    expect((await world.runs(id))[0]?.status).toBe('unchanged');
  });

  it('keeps the pending sync of a trigger that will not ask again when its run cannot be queued', async () => {
    const { id } = await added('acme/unsent', { 'a.txt': 'x\n' });
    const broken = { ...world.as(SYSTEM), send: () => Promise.reject(new Error('no engine')) };
    await expect(requestSync(broken, id, { trigger: 'webhook' })).rejects.toMatchObject({ code: 'internal' });
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'ready', active_run_id: null });
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.runs(id))[0]?.status).toBe('unchanged');
  });

  it('keeps the pending sync of a webhook when the run that somebody else asks for cannot be queued', async () => {
    const { id } = await added('acme/pending', { 'a.txt': 'x\n' });
    await markSyncsPending(world.as(SYSTEM), [id]);
    const broken = { ...world.as(SYSTEM), send: () => Promise.reject(new Error('no engine')) };
    await expect(requestSync(broken, id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'internal' });
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.runs(id))[0]?.status).toBe('unchanged');
  });

  it('refuses a second request while it is busy, and keeps one for later where the trigger can wait', async () => {
    const { id, git } = await added('acme/busy', { 'a.txt': 'first\n' });
    let goOn = () => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    world.git.faults.push({ match: 'acme/busy', until, times: 1 });
    await git.commit({ 'a.txt': 'second capybara\n' });
    const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
    await expect(requestSync(world.as(SYSTEM), id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(requestSync(world.as(SYSTEM), id, { trigger: 'api' })).rejects.toMatchObject({ code: 'conflict' });
    const joined = await Promise.all(
      Array.from({ length: 20 }, () => requestSoon(world.as(SYSTEM), id, { trigger: 'webhook' })),
    );
    expect(new Set(joined)).toEqual(new Set(['coalesced']));
    expect((await getRepo(world.as(SYSTEM), id)).active_run_id).toBe(runId);
    goOn();
    await expect.poll(async () => (await world.runs(id)).filter((r) => r.ended_at !== null).length).toBe(3);
    expect((await world.runs(id)).length).toBe(3);
    expect(await found('capybara')).toEqual(['acme/busy:a.txt']);
  });

  it('lets exactly one of many requests at once through', async () => {
    const { id } = await added('acme/race', { 'a.txt': 'race\n' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => requestSync(world.as(SYSTEM), id, { trigger: 'manual' })),
    );
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
    await world.settle(id);
  });

  it('keeps what is served when upstream fails, says why, and works again from error', async () => {
    const { id, git } = await added('acme/fails', { 'a.txt': 'old wombat\n' });
    const watch = watched(id, 'wombat', { 'a.txt': 'old wombat' });
    const good = await getRepo(world.as(SYSTEM), id);
    await git.commit({ 'a.txt': 'new wombat\n' });
    const fault = { match: 'acme/fails', status: 404 };
    world.git.faults.push(fault);
    const failed = await watch.during(() => sync(id));
    expect(failed).toMatchObject({ status: 'error', error_kind: 'not_found', head_commit: good.head_commit });
    expect(failed.error).toBeTruthy();
    expect(existsSync(mirrorDir(world.env.dataDir, id))).toBe(true);
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    watch.may(id, { 'a.txt': 'new wombat' });
    const healed = await sync(id);
    expect(healed).toMatchObject({ status: 'ready', error: null });
    expect(await watch.stop()).toEqual([]);
  });

  it('tries again by itself when the failure may pass, and gives way to a person meanwhile', async () => {
    const { id, git } = await added('acme/flaky', { 'a.txt': 'one flaky\n' });
    const watch = watched(id, 'flaky', { 'a.txt': 'one flaky' });
    watch.may(id, { 'a.txt': 'two flaky axolotl' });
    await git.commit({ 'a.txt': 'two flaky axolotl\n' });
    world.git.faults.push({ match: 'acme/flaky', status: 500, times: 1 });
    await sync(id);
    await expect.poll(() => found('axolotl')).toEqual(['acme/flaky:a.txt']);
    expect(await world.settle(id)).toMatchObject({ status: 'ready' });
    expect((await world.runs(id))[0]).toMatchObject({ attempts: 2, status: 'succeeded' });

    delayRetries();
    watch.may(id, { 'a.txt': 'three flaky pangolin' });
    await git.commit({ 'a.txt': 'three flaky pangolin\n' });
    world.git.faults.push({ match: 'acme/flaky', status: 500, times: 1 });
    const waiting = await watch.during(() => sync(id));
    expect(waiting.status).toBe('error');
    const after = await sync(id);
    expect(after.status).toBe('ready');
    expect(await watch.stop()).toEqual([]);
    expect((await world.runs(id)).slice(0, 2).map((r) => r.status)).toEqual(['succeeded', 'cancelled']);
  });

  it('follows a force push, a renamed default branch, and branches that vanish', async () => {
    const { id, git } = await added('acme/moves', { 'a.txt': 'alpha\n' });
    await git.commit({ 'a.txt': 'beta\n' }, { branch: 'side' });
    await sync(id);
    expect((await listBranches(world.as(SYSTEM), id)).branches.map((b) => b.name).sort()).toEqual(['main', 'side']);

    const watch = watched(id, 'alpha', { 'a.txt': 'alpha' });
    watch.may(id, { 'c.txt': 'alpha echidna' });
    const forced = await git.commit({ 'c.txt': 'alpha echidna\n' }, { from: null });
    const repo = await watch.during(() => sync(id));
    watch.must(id, { 'c.txt': 'alpha echidna' });
    expect(repo.head_commit).toBe(forced);
    expect((await listCommitsOf(world.as(SYSTEM), id)).commits.map((c) => c.sha)).toEqual([forced]);

    await git.git(['branch', '-m', 'main', 'trunk']);
    await git.git(['symbolic-ref', 'HEAD', 'refs/heads/trunk']);
    await git.git(['branch', '-D', 'side']);
    const renamed = await watch.during(() => sync(id));
    expect(renamed.default_branch).toBe('trunk');
    expect(await watch.stop()).toEqual([]);
    expect((await listBranches(world.as(SYSTEM), id)).branches.map((b) => b.name)).toEqual(['trunk']);
  });

  it('heals a missing and a corrupt mirror by cloning anew', async () => {
    const { id, git } = await added('acme/heals', { 'a.txt': 'one tapir\n' });
    const watch = watched(id, 'tapir', { 'a.txt': 'one tapir' });
    const dir = mirrorDir(world.env.dataDir, id);
    watch.may(id, { 'a.txt': 'two tapir' });
    await git.commit({ 'a.txt': 'two tapir\n' });
    await rm(dir, { recursive: true });
    expect((await watch.during(() => sync(id))).status).toBe('ready');
    watch.must(id, { 'a.txt': 'two tapir' });
    watch.may(id, { 'a.txt': 'three tapir' });
    await git.commit({ 'a.txt': 'three tapir\n' });
    await writeFile(path.join(dir, 'HEAD'), 'nonsense');
    expect((await watch.during(() => sync(id))).status).toBe('ready');
    expect(await watch.stop()).toEqual([]);
  });

  it('heals a mirror that turns out to be damaged only when a file is read from it', async () => {
    const { id, git } = await added('acme/rotten', { 'a.txt': 'ibis\n' });
    const dir = mirrorDir(world.env.dataDir, id);
    const watch = watched(id, 'ibis', { 'a.txt': 'ibis' });
    watch.may(id, { 'a.txt': 'ibis', 'b.txt': 'ibis and avocet' });
    await git.commit({ 'b.txt': 'ibis and avocet\n' });
    const blob = (await git.git(['rev-parse', 'main:b.txt'])).trim();
    const db = world.as(SYSTEM).db.$client;
    // Fetched already, and lost before it is read: git finds nothing to fetch, and only indexing asks for the content.
    await runGit(dir, ['fetch', '--quiet', git.dir, '+refs/heads/*:refs/freshet/fetched/heads/*']);
    await rm(path.join(dir, 'objects', blob.slice(0, 2), blob.slice(2)));
    await watch.during(() => sync(id));
    await expect.poll(() => found('avocet')).toEqual(['acme/rotten:b.txt']);
    expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
    expect(await watch.stop()).toEqual([]);
    const runs = await world.runs(id);
    expect(runs[0]).toMatchObject({ trigger: 'repair', status: 'succeeded' });
    expect(runs[1]).toMatchObject({ status: 'failed', error_kind: 'corrupt' });
    await sweep(world.as(SYSTEM));
    expect(await db`select 1 from plan_entries where run_id = ${runs[1]?.id ?? ''}`).toHaveLength(0);
  });

  it('is compared with its whole tree once a day, and repaired where the index drifted', async () => {
    const { id } = await added('acme/drift', { 'a.txt': 'heron\n', 'b.txt': 'egret\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`delete from files where repo_id = ${id} and path = 'b.txt'`;
    await sync(id);
    expect(await found('egret')).toEqual([]);
    await db`update repos set compared_at = now() - interval '25 hours' where id = ${id}`;
    const repaired = await sync(id);
    expect(repaired).toMatchObject({ status: 'ready', file_count: 2 });
    expect((await world.runs(id))[0]).toMatchObject({
      status: 'succeeded',
      files_added: 1,
      note: 'The index had drifted from the repository: 1 file was repaired.',
    });
    expect(await found('egret')).toEqual(['acme/drift:b.txt']);
    await db`update repos set compared_at = now() - interval '25 hours' where id = ${id}`;
    const same = await sync(id);
    expect((await world.runs(id))[0]).toMatchObject({ status: 'unchanged' });
    expect(same.indexed_at).toBe(repaired.indexed_at);
    await sync(id);
    expect(Object.keys((await world.runs(id))[0]?.stage_times ?? {})).toEqual(['fetch']);
  });

  it('may be empty at first and become empty again, once a person confirms it', async () => {
    const git = await createRepo(world.upstreams, 'acme/empty', null);
    const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
    expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', head_commit: null, file_count: 0 });
    await git.commit({ 'a.txt': 'bandicoot\n' });
    expect(await sync(repo.id)).toMatchObject({ status: 'ready', file_count: 1 });
    await git.git(['update-ref', '-d', 'refs/heads/main']);
    expect(await sync(repo.id)).toMatchObject({ status: 'error', error_kind: 'policy', file_count: 1 });
    expect(await found('bandicoot')).toEqual(['acme/empty:a.txt']);
    await confirmLosses(world.as(SYSTEM), repo.id, { commit: 'empty' });
    expect(await world.settle(repo.id)).toMatchObject({ status: 'ready', file_count: 0, head_commit: null });
    expect(await found('bandicoot')).toEqual([]);
  });

  it('is deleted during a sync and leaves nothing', async () => {
    const { id, git } = await added('acme/gone', { 'a.txt': 'dugong\n' });
    await git.commit({ 'a.txt': 'manatee\n' });
    const fault = { match: 'acme/gone', delayMs: 1500 };
    world.git.faults.push(fault);
    const watch = watched(id, 'dugong', { 'a.txt': 'dugong' });
    await watch.during(() => requestSync(world.as(SYSTEM), id, { trigger: 'manual' }));
    watch.may(id, {});
    await deleteRepo(world.as(SYSTEM), id, { purge: true });
    watch.must(id, {});
    await expect(getRepo(world.as(SYSTEM), id)).rejects.toMatchObject({ code: 'not_found' });
    const db = world.as(SYSTEM).db.$client;
    await expect.poll(async () => (await db`select 1 from repos where id = ${id}`).length).toBe(0);
    await expect.poll(() => existsSync(mirrorDir(world.env.dataDir, id))).toBe(false);
    expect(await db`select 1 from blobs where repo_id = ${id}`).toHaveLength(0);
    expect(await db`select 1 from sync_runs where repo_id = ${id}`).toHaveLength(0);
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    await removeRepo(world.as(SYSTEM), id);
    expect(await watch.stop()).toEqual([]);
  });
});

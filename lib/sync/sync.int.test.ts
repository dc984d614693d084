// The life of a repository, with a real git server, the real engine and a real database.
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isNativeTest } from '@/db/testing';
import { seeTree, type Tree } from '@/e2e/faults/see-tree';
import { watchSearch } from '@/e2e/faults/watch-search';
import { createRepo, type GitRepo, runGit } from '@/e2e/servers/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import { listBranches } from '@/lib/browse/list-branches';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { listRewrites } from '@/lib/browse/list-rewrites';
import { readBlob } from '@/lib/browse/read-blob';
import { readCommit } from '@/lib/browse/read-commit';
import type { Actor } from '@/lib/context';
import { env } from '@/lib/env';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { commitExists } from '@/lib/git/read/log';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add-repo';
import { confirmLosses } from '@/lib/repos/manage/confirm-losses';
import { deleteRepo } from '@/lib/repos/manage/delete-repo';
import { forgetRewrite } from '@/lib/repos/manage/forget-rewrite';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { search } from '@/lib/search/search';
import { markSyncsPending, requestSoon } from './request/request-soon';
import { requestSync } from './request/request-sync';
import { requestDueSyncs } from './request/schedule';
import { waitForRun } from './request/wait-for-run';
import { expireRewrites } from './stages/record-rewrites';
import { auditIdle, auditRepo } from './upkeep/audit';
import { maintainAfterRun, maintainIdleDatabase } from './upkeep/maintain-database';
import { pruneRuns } from './upkeep/prune-runs';
import { removeRepo } from './upkeep/remove-repo';
import { sweep } from './upkeep/sweep';

const SYSTEM: Actor = { kind: 'system' };
let world: World;

beforeAll(async () => {
  world = await startWorld({}, { hasClock: false });
});
afterAll(async () => {
  await world?.close();
});

async function added(name: string, files: Record<string, string>): Promise<{ id: string; git: GitRepo }> {
  const git = await createRepo(world.upstreams, name, files);
  const repo = await addRepo(world.as(SYSTEM), { url: `${world.git.url}/${git.name}`, is_public: true });
  const settled = await world.settle(repo.id);
  expect(settled.error).toBeNull();
  expect(settled.status).toBe('ready');
  return { id: repo.id, git };
}

async function sync(id: string) {
  const { runId } = await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
  await waitForRun(world.as(SYSTEM), runId, 30_000);
  return await world.settle(id);
}

/** Until the test ends a failed attempt waits for whoever asks: no other one comes before that. */
function delayRetries(): void {
  const { retrySeconds } = env();
  Object.assign(env(), { retrySeconds: [600] });
  onTestFinished(() => void Object.assign(env(), { retrySeconds }));
}

async function found(q: string): Promise<string[]> {
  return (await search(world.as({ kind: 'anonymous' }), { q })).results.map((r) => `${r.repo}:${r.path}`);
}

const watched = (id: string, q: string, tree: Tree) =>
  watchSearch((question) => seeTree(world.as(SYSTEM), question), { repoId: id, q, tree });

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
    await expect.poll(async () => (await world.runs(id))[0]?.status, { timeout: 20_000 }).toBe('unchanged');
  });

  it('keeps the pending sync of a webhook when the run that somebody else asks for cannot be queued', async () => {
    const { id } = await added('acme/pending', { 'a.txt': 'x\n' });
    await markSyncsPending(world.as(SYSTEM), [id]);
    const broken = { ...world.as(SYSTEM), send: () => Promise.reject(new Error('no engine')) };
    await expect(requestSync(broken, id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'internal' });
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.runs(id))[0]?.status, { timeout: 20_000 }).toBe('unchanged');
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
    await expect
      .poll(async () => (await world.runs(id)).filter((r) => r.ended_at !== null).length, { timeout: 30_000 })
      .toBe(3);
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
    await expect.poll(() => found('axolotl'), { timeout: 20_000 }).toEqual(['acme/flaky:a.txt']);
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
    await expect.poll(() => found('avocet'), { timeout: 20_000 }).toEqual(['acme/rotten:b.txt']);
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
    await deleteRepo(world.as(SYSTEM), id);
    watch.must(id, {});
    await expect(getRepo(world.as(SYSTEM), id)).rejects.toMatchObject({ code: 'not_found' });
    const db = world.as(SYSTEM).db.$client;
    await expect.poll(async () => (await db`select 1 from repos where id = ${id}`).length, { timeout: 20_000 }).toBe(0);
    await expect.poll(() => existsSync(mirrorDir(world.env.dataDir, id)), { timeout: 20_000 }).toBe(false);
    expect(await db`select 1 from blobs where repo_id = ${id}`).toHaveLength(0);
    expect(await db`select 1 from sync_runs where repo_id = ${id}`).toHaveLength(0);
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    await removeRepo(world.as(SYSTEM), id);
    expect(await watch.stop()).toEqual([]);
  });
});

describe('an upstream that asks again and again', () => {
  it('gets one run at once and one for all the rest, and its last word counts', async () => {
    const { id, git } = await added('acme/chatty', { 'a.txt': '0\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update sync_runs set created_at = now() - interval '1 minute' where repo_id = ${id}`;
    const outcomes: string[] = [];
    for (let i = 1; i <= 30; i++) {
      await git.commit({ 'a.txt': `${i} capercaillie${i}\n` });
      outcomes.push(await requestSoon(world.as(SYSTEM), id, { trigger: 'webhook' }));
    }
    expect(outcomes[0]).toBe('started');
    expect(new Set(outcomes.slice(1))).toEqual(new Set(['coalesced']));
    await expect.poll(() => found('capercaillie30'), { timeout: 30_000 }).toEqual(['acme/chatty:a.txt']);
    await world.settle(id);
    expect((await world.runs(id)).length).toBeLessThanOrEqual(4);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'ready', head_commit: await git.tip() });
  });

  it('is heard although the run under way fails for good', async () => {
    const { id, git } = await added('acme/failing', { 'a.txt': 'x\n' });
    const fault = { match: 'acme/failing', status: 404, delayMs: 300, times: 1 };
    world.git.faults.push(fault);
    await requestSync(world.as(SYSTEM), id, { trigger: 'manual' });
    const sha = await git.commit({ 'a.txt': 'y\n' });
    expect(await requestSoon(world.as(SYSTEM), id, { trigger: 'webhook' })).toBe('coalesced');
    await expect.poll(async () => (await getRepo(world.as(SYSTEM), id)).head_commit, { timeout: 20_000 }).toBe(sha);
  });

  it('is heard although the process dies between the answer and the start', async () => {
    const { id, git } = await added('acme/cut-off', { 'a.txt': 'x\n' });
    const sha = await git.commit({ 'a.txt': 'y\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update sync_runs set created_at = now() - interval '1 minute' where repo_id = ${id}`;
    expect(await markSyncsPending(world.as(SYSTEM), [id])).toEqual(new Map([[id, 'start']]));
    await db`update repos set dirty_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).head_commit, { timeout: 20_000 }).toBe(sha);
  });

  it('is heard although the engine could not be told', async () => {
    const { id, git } = await added('acme/unheard', { 'a.txt': 'old murmur\n' });
    const watch = watched(id, 'murmur', { 'a.txt': 'old murmur' });
    watch.may(id, { 'a.txt': 'new murmur' });
    const sha = await git.commit({ 'a.txt': 'new murmur\n' });
    const deaf = { ...world.as(SYSTEM), send: () => Promise.reject(new Error('no engine')) };
    expect(await watch.during(() => requestSoon(deaf, id, { trigger: 'webhook' }))).toBe('coalesced');
    await world.as(SYSTEM).db.$client`update repos set dirty_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).head_commit, { timeout: 20_000 }).toBe(sha);
  });
});

describe('a history that upstream rewrites', () => {
  it('is followed, what was lost is kept for a time and can be read, and the run says so', async () => {
    const { id, git } = await added('acme/rewritten', { 'a.txt': 'original bittern\n' });
    const lost = await git.commit({ 'a.txt': 'lost bittern\n' });
    await sync(id);
    const watch = watched(id, 'bittern', { 'a.txt': 'lost bittern' });
    watch.may(id, {});
    const forced = await git.commit({ 'b.txt': 'new\n' }, { from: null });
    expect((await watch.during(() => sync(id))).head_commit).toBe(forced);
    expect(await watch.stop()).toEqual([]);
    expect((await world.runs(id))[0]?.note).toBe('Force-pushed main: 2 commits replaced. Kept for 30 days.');
    const [rewrite] = await listRewrites(world.as(SYSTEM), id);
    expect(rewrite).toMatchObject({ branch: 'main', old_commit: lost, new_commit: forced, lost_commits: 2 });
    const file = await readBlob(world.as(SYSTEM), { repoId: id, commit: lost, path: 'a.txt' });
    expect(file.content).toBe('lost bittern\n');
    const visitor = world.as({ kind: 'anonymous' });
    for (const refused of [
      () => listRewrites(visitor, id),
      () => readBlob(visitor, { repoId: id, commit: lost, path: 'a.txt' }),
      () => readCommit(visitor, { repoId: id, commit: lost }),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await readCommit(visitor, { repoId: id, commit: forced })).commit.sha).toBe(forced);

    expect(await expireRewrites(world.as(SYSTEM))).toBe(0);
    await world.as(SYSTEM).db.$client`update rewrites set kept_until = now() where repo_id = ${id}`;
    expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    expect(await listRewrites(world.as(SYSTEM), id)).toEqual([]);
  });

  it('is forgotten when somebody asks for it: nothing is left of it, here or in the index', async () => {
    const { id, git } = await added('acme/forgetful', { 'a.txt': 'good\n' });
    const good = await git.tip();
    const secrets: string[] = [];
    for (const branch of ['main', 'topic']) {
      secrets.push(await git.commit({ 'key.txt': `avocet ${branch}\n` }, { branch, from: good }));
    }
    await sync(id);
    await git.setBranch('main', good);
    await git.deleteBranch('topic');
    await sync(id);
    const people = world.as(SYSTEM);
    const kept = await listRewrites(people, id);
    expect(kept.map(({ branch }) => branch).sort()).toEqual(['main', 'topic']);
    const dir = mirrorDir(world.env.dataDir, id);
    // As a run leaves it that broke before its publish.
    await people.db.$client`
      insert into blobs (repo_id, sha, path_class, size_bytes, content)
      values (${id}, ${'f'.repeat(40)}, '.txt', 7, 'avocet left behind')`;

    await expect(forgetRewrite(world.as({ kind: 'anonymous' }), id, kept[0]?.id ?? '')).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const [first, second] = kept;
    await forgetRewrite(people, id, first?.id ?? '');
    await world.settle(id);
    expect(await listRewrites(people, id)).toEqual([second]);
    expect(await commitExists(dir, first?.old_commit ?? '')).toBe(false);
    expect(await commitExists(dir, second?.old_commit ?? '')).toBe(true);
    for (const gone of [first?.id ?? '', 'no-id']) {
      await expect(forgetRewrite(people, id, gone)).rejects.toMatchObject({ code: 'not_found' });
    }
    // Upstream is gone for the same reason.
    delayRetries();
    const fault = { match: git.name, status: 404 };
    world.git.faults.push(fault);
    await Promise.allSettled([1, 2].map(() => forgetRewrite(people, id, second?.id ?? '')));
    expect((await world.settle(id)).status).toBe('error');
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    for (const secret of secrets) expect(await commitExists(dir, secret)).toBe(false);
    expect((await runGit(dir, ['cat-file', '--batch-all-objects', '--batch'])).includes('avocet')).toBe(false);
    const [{ left = -1 } = {}] = await people.db.$client<{ left: number }[]>`
      select count(*)::int as left from blobs where repo_id = ${id} and content like '%avocet%'`;
    expect(left).toBe(0);
    expect(await sync(id)).toMatchObject({ status: 'ready', head_commit: good, file_count: 1 });
  });

  it('lists nothing that was taken back before it was ever published', async () => {
    const { id, git } = await added('acme/taken-back', { 'a.txt': 'x\n' });
    const { db } = world.as(SYSTEM);
    const first = await git.tip();
    const second = await git.commit({ 'a.txt': 'y\n' });
    await sync(id);
    // As a run leaves it that broke between its reset and its publish.
    await db.$client`update repos set head_commit = ${first} where id = ${id}`;
    const third = await git.commit({ 'a.txt': 'z\n' }, { from: first });
    await sync(id);
    const { commits } = await listCommitsOf(world.as(SYSTEM), id);
    expect(commits.map(({ sha }) => sha).sort()).toEqual([first, third].sort());
    await expect(readCommit(world.as({ kind: 'anonymous' }), { repoId: id, commit: second })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is told beside what else there is to know, and is let go with a mirror that is gone', async () => {
    const { id, git } = await added('acme/noted', { 'a.txt': 'x\n' });
    await updateRepo(world.as(SYSTEM), id, { branches: ['main', 'nowhere'] });
    await expect.poll(async () => (await world.settle(id)).status, { timeout: 20_000 }).toBe('ready');
    await git.commit({ 'a.txt': 'y\n' }, { from: null });
    await sync(id);
    expect((await world.runs(id))[0]?.note).toBe(
      'Force-pushed main: 1 commit replaced. Kept for 30 days. Upstream has no branch nowhere: it cannot be searched.',
    );
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ missing_branches: ['nowhere'] });
    await rm(mirrorDir(world.env.dataDir, id), { recursive: true });
    await world.as(SYSTEM).db.$client`update rewrites set kept_until = now() where repo_id = ${id}`;
    expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    expect(await listRewrites(world.as(SYSTEM), id)).toEqual([]);
  });

  it('is kept until a moment and not beyond it, also where the clock has not moved since', async () => {
    const { id } = await added('acme/moment', { 'a.txt': 'x\n' });
    const [run] = await world.runs(id);
    // The embedded database's clock stands still for a millisecond at a time.
    for (let i = 0; i < 20; i++) {
      await world.as(SYSTEM).db.$client`
        insert into rewrites (repo_id, run_id, branch, old_commit, lost_commits, kept_until)
        values (${id}, ${run?.id ?? ''}, 'main', ${'a'.repeat(40)}, 1, now())`;
      expect(await expireRewrites(world.as(SYSTEM))).toBe(1);
    }
  });

  it('is held back where that is wished and most files go, until a person confirms it', async () => {
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}.txt`, `corncrake ${i}\n`]));
    const { id, git } = await added('acme/careful', files);
    await updateRepo(world.as(SYSTEM), id, { holds_back_losses: true });
    await git.commit({ 'f0.txt': null, 'f1.txt': null });
    expect(await sync(id)).toMatchObject({ status: 'ready', file_count: 8, held_back: null });

    const { 'f0.txt': _first, 'f1.txt': _second, ...kept } = files;
    const watch = watched(id, 'corncrake', kept);
    const good = await git.tip();
    const bad = await git.commit({ 'only.txt': 'x\n' }, { clear: true });
    const held = await watch.during(() => sync(id));
    expect(held).toMatchObject({
      status: 'error',
      error_kind: 'policy',
      head_commit: good,
      held_back: { commit: bad, reason: 'Upstream lost 8 of its 8 files.' },
    });
    await expect(confirmLosses(world.as(SYSTEM), id, { commit: good })).rejects.toMatchObject({ code: 'conflict' });

    await git.setBranch('main', good);
    expect(await sync(id)).toMatchObject({ status: 'ready', held_back: null });
    await git.git(['update-ref', '-d', 'refs/heads/main']);
    expect(await watch.during(() => sync(id))).toMatchObject({ held_back: { commit: 'empty' }, file_count: 8 });
    watch.may(id, {});
    await confirmLosses(world.as(SYSTEM), id, { commit: 'empty' });
    expect(await world.settle(id)).toMatchObject({ status: 'ready', held_back: null, file_count: 0 });
    expect(await watch.stop()).toEqual([]);
  });
});

describe('who may sync', () => {
  it('asks strangers to sign in, and hides what they may not see', async () => {
    const { id } = await added('acme/public', { 'a.txt': 'x\n' });
    await expect(requestSync(world.as({ kind: 'anonymous' }), id, { trigger: 'manual' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const missing = '00000000-0000-4000-8000-000000000000';
    await expect(requestSync(world.as(SYSTEM), missing, { trigger: 'manual' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses on a read-only server', async () => {
    const { id } = await added('acme/readonly', { 'a.txt': 'x\n' });
    const ctx = { ...world.as({ kind: 'operator' }), env: { ...world.env, readOnly: true } };
    await expect(requestSync(ctx, id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the schedule', () => {
  it('syncs what is due and nothing else', async () => {
    const { id, git } = await added('acme/due', { 'a.txt': 'gecko\n' });
    const db = world.as(SYSTEM).db.$client;
    await requestDueSyncs(world.as(SYSTEM));
    expect(await world.runs(id)).toHaveLength(1);
    await git.commit({ 'a.txt': 'skink\n' });
    await db`update repos set next_check_at = now() where id = ${id}`;
    await requestDueSyncs(world.as(SYSTEM));
    await expect.poll(() => found('skink'), { timeout: 20_000 }).toEqual(['acme/due:a.txt']);
    expect((await world.runs(id))[0]?.trigger).toBe('schedule');
  });

  it('follows how often upstream moves, what people set, and how often it failed', async () => {
    const { id, git } = await added('acme/paced', { 'a.txt': 'one\n' });
    const db = world.as(SYSTEM).db.$client;
    const interval = async () => {
      const [row] = await db`
        select check_seconds, extract(epoch from next_check_at - now())::float8 as next from repos where id = ${id}`;
      return row as unknown as { check_seconds: number | null; next: number | null };
    };
    await git.commit({ 'a.txt': 'two\n' });
    await sync(id);
    const moved = await interval();
    expect(moved.check_seconds).toBe(45);
    expect(moved.next).toBeGreaterThan(35);
    expect(moved.next).toBeLessThan(50);
    await db`update repos set moved_at = now() - interval '80 minutes' where id = ${id}`;
    await sync(id);
    expect((await interval()).check_seconds).toBe(600);
    await db`update repos set moved_at = now() - interval '80 days' where id = ${id}`;
    await sync(id);
    const resting = await interval();
    expect(resting.check_seconds).toBe(8 * 60 * 60);
    expect(resting.next).toBeGreaterThan(7 * 60 * 60);

    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 120 });
    expect((await interval()).next).toBeLessThanOrEqual(0.1);
    await sync(id);
    expect((await interval()).check_seconds).toBe(120);
    const fault = { match: 'acme/paced', status: 404 };
    world.git.faults.push(fault);
    await sync(id);
    expect((await interval()).next).toBeGreaterThan(120 * 0.85);
    for (let i = 0; i < 3; i++) await sync(id);
    expect((await interval()).next).toBeLessThan(120 * 1.15);
    await db`update repos set failing_since = now() - interval '16 minutes' where id = ${id}`;
    await sync(id);
    expect((await interval()).next).toBeGreaterThan(16 * 60 * 0.85);
    expect((await interval()).next).toBeLessThan(16 * 60 * 1.15);
    await db`update repos set failing_since = now() - interval '30 days' where id = ${id}`;
    await sync(id);
    expect((await interval()).next).toBeLessThan(8 * 60 * 60 * 1.15);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ failure_count: 6, failing_since: expect.any(String) });
    world.git.faults.splice(world.git.faults.indexOf(fault), 1);
    await sync(id);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ failure_count: 0, failing_since: null });

    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 0 });
    await sync(id);
    expect(await interval()).toEqual({ check_seconds: null, next: null });
    await db`update repos set next_check_at = now() where id = ${id}`;
    await requestDueSyncs(world.as(SYSTEM));
    expect((await getRepo(world.as(SYSTEM), id)).active_run_id).toBeNull();
  });

  it('leaves a host alone that asked us to wait, all of its repositories', async () => {
    const { id } = await added('acme/polite', { 'a.txt': 'x\n' });
    const other = await added('acme/neighbour', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    world.git.faults.push({ match: 'acme/polite', status: 429, headers: { 'retry-after': '120' }, times: 1 });
    const watch = watched(id, 'x', { 'a.txt': 'x' });
    await watch.during(() => sync(id));
    expect(await watch.stop()).toEqual([]);
    await db`update repos set next_check_at = now() where id = ${other.id}`;
    await requestDueSyncs(world.as(SYSTEM));
    expect((await getRepo(world.as(SYSTEM), other.id)).active_run_id).toBeNull();
    await db`update paused_hosts set until = now()`;
    await requestDueSyncs(world.as(SYSTEM));
    await expect.poll(async () => (await world.runs(other.id))[0]?.trigger, { timeout: 20_000 }).toBe('schedule');
    // A person is not kept waiting.
    expect((await sync(id)).status).toBe('ready');
  });

  it('never queues more than the engine gets through, the longest overdue first', async () => {
    const db = world.as(SYSTEM).db.$client;
    const [org] = await db`insert into orgs (name) values ('many') returning id`;
    await db`
      insert into repos (org_id, name, url, source_key, status, next_check_at)
      select ${org!.id}, 'many-' || n, 'https://nowhere.invalid/many/' || n, 'nowhere.invalid/many/' || n, 'ready',
        now() - n * interval '1 second' from generate_series(1, 300) n`;
    const requested = await requestDueSyncs({ ...world.as(SYSTEM), send: async () => {} });
    expect(requested).toBeGreaterThan(0);
    expect(requested).toBeLessThanOrEqual(10 * world.env.concurrentSyncs);
    const claimed = await db<{ n: number }[]>`
      select split_part(name, '-', 2)::int as n from repos where name like 'many-%' and active_run_id is not null`;
    expect(Math.min(...claimed.map(({ n }) => n))).toBe(301 - claimed.length);

    // As each ends the next have their turn, and none is passed by or asked twice.
    for (;;) {
      await db`update sync_runs set status = 'unchanged', ended_at = now() where repo_id in (
        select id from repos where name like 'many-%' and active_run_id is not null)`;
      await db`update repos set active_run_id = null, status = 'ready', next_check_at = now() + interval '1 hour'
        where name like 'many-%' and active_run_id is not null`;
      const next = await requestDueSyncs({ ...world.as(SYSTEM), send: async () => {} });
      expect(next).toBeLessThanOrEqual(10 * world.env.concurrentSyncs);
      if (next === 0) break;
    }
    const [asked] = await db<{ repos: number; runs: number }[]>`
      select count(distinct r.id)::int as repos, count(*)::int as runs
      from repos r join sync_runs s on s.repo_id = r.id where r.name like 'many-%'`;
    expect(asked).toEqual({ repos: 300, runs: 300 });
    await db`delete from repos where name like 'many-%'`;
  });
});

describe('the database', () => {
  it('is tidied without waiting for whoever holds a table', async () => {
    if (!isNativeTest()) return;
    await world.as(SYSTEM).db.$client.begin(async (tx) => {
      await tx`lock table embeddings in share update exclusive mode`;
      await maintainAfterRun(world.as(SYSTEM), 100 * 1024 * 1024);
    });
  });

  it('is tidied after a large run and in idle times', async () => {
    await expect(maintainAfterRun(world.as(SYSTEM), 100 * 1024 * 1024)).resolves.toBeUndefined();
    await expect(maintainIdleDatabase(world.as(SYSTEM))).resolves.toBeInstanceOf(Array);
  });
});

describe('a sweep', () => {
  it('frees a repository whose run has ended, goes on with follow-ups, and removes folders of nobody', async () => {
    const { id } = await added('acme/swept', { 'a.txt': 'swept\n' });
    const db = world.as(SYSTEM).db.$client;
    const [run] = await world.runs(id);
    await db`update repos set active_run_id = ${run?.id ?? null}, status = 'indexing' where id = ${id}`;
    const stray = mirrorDir(world.env.dataDir, '11111111-1111-4111-8111-111111111111');
    await writeFile(stray, '');
    const watch = watched(id, 'swept', { 'a.txt': 'swept' });
    const swept = await watch.during(() => sweep(world.as(SYSTEM)));
    expect(swept.ended).toBe(1);
    expect(existsSync(stray)).toBe(false);
    expect(await getRepo(world.as(SYSTEM), id)).toMatchObject({ status: 'error', active_run_id: null });
    await db`update repos set dirty = true where id = ${id}`;
    expect((await sweep(world.as(SYSTEM))).followUps).toBe(1);
    expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
    expect(await watch.stop()).toEqual([]);
  });

  it('corrects statuses that nothing backs and wakes what has nothing coming', async () => {
    const { id } = await added('acme/stuck', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`update repos set status = 'indexing', next_check_at = null where id = ${id}`;
    await sweep(world.as(SYSTEM));
    const repo = await getRepo(world.as(SYSTEM), id);
    expect(repo.status).toBe('ready');
    expect(repo.next_check_at).not.toBeNull();
    await db`update repos set status = 'pending', added_at = now() - interval '2 minutes' where id = ${id}`;
    await sweep(world.as(SYSTEM));
    await expect.poll(async () => (await world.settle(id)).status, { timeout: 20_000 }).toBe('ready');
  });

  it('goes on with the others where one follow-up cannot be started', async () => {
    const db = world.as(SYSTEM).db.$client;
    const { id } = await added('acme/blocked', { 'a.txt': 'x\n' });
    const other = await added('acme/unblocked', { 'a.txt': 'x\n' });
    await db`update repos set dirty = true, url = null where id = ${id}`;
    await db`update repos set dirty = true where id = ${other.id}`;
    expect((await sweep(world.as(SYSTEM))).followUps).toBe(1);
    await expect.poll(async () => (await world.runs(other.id))[0]?.trigger, { timeout: 20_000 }).toBe('repair');
    await db`update repos set dirty = false where id = ${id}`;
  });

  it('drops old runs but the newest and those that say what was rewritten', async () => {
    const { id } = await added('acme/old', { 'a.txt': 'x\n' });
    const db = world.as(SYSTEM).db.$client;
    await db`
      insert into sync_runs (repo_id, trigger, status, created_at)
      select ${id}, 'schedule', 'unchanged', now() - interval '3 days' - n * interval '1 minute'
      from generate_series(1, 120) n`;
    expect(await pruneRuns(world.as(SYSTEM))).toBe(71);
    expect(await pruneRuns(world.as(SYSTEM))).toBe(0);
    const [left] = await db`select count(*)::int as n from sync_runs where repo_id = ${id}`;
    expect(left!.n).toBe(50);
  });
});

describe('an audit', () => {
  it('finds and has repaired what drifted in a repository that nobody syncs', async () => {
    const { id } = await added('acme/audited', { 'a.txt': 'dunlin\n', 'b.txt': 'knot\n' });
    const db = world.as(SYSTEM).db.$client;
    await updateRepo(world.as(SYSTEM), id, { sync_interval_seconds: 0 });
    await db`update repos set compared_at = now() - interval '26 hours' where id = ${id}`;
    expect(await auditIdle(world.as(SYSTEM))).toBe(0);
    await db`delete from files where repo_id = ${id} and path = 'a.txt'`;
    expect(await auditRepo(world.as(SYSTEM), id)).toBe('drifted');
    await expect.poll(() => found('dunlin'), { timeout: 20_000 }).toEqual(['acme/audited:a.txt']);
    await world.settle(id);
    await rm(mirrorDir(world.env.dataDir, id), { recursive: true });
    expect(await auditRepo(world.as(SYSTEM), id)).toBe('damaged');
    await world.settle(id);
    await expect.poll(() => existsSync(mirrorDir(world.env.dataDir, id)), { timeout: 20_000 }).toBe(true);
    expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  });
});

// Runs that are cancelled and tried again, through the real engine: whatever they were doing, the repository stands.
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { repos } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { AppError } from '@/lib/errors';
import { checkMirror } from '@/lib/git/mirror/health';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { getRepo } from '@/lib/repos/get-repo';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { failureReasons, retryFailed } from '@/lib/repos/manage/syncs/retry-failed';
import { getRun } from '@/lib/runs/get-run';
import { listAllRuns } from '@/lib/runs/list-all-runs';
import { added, delayRetries, found, openWorld, SYSTEM, sync, world } from '@/lib/sync/testing';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { cancelRun } from './cancel-run';
import { requestSync } from './request-sync';
import { retryRun } from './retry-run';
import { waitForRun } from './wait-for-run';

openWorld();

const ctx = () => world.as(SYSTEM);
const runIs = (id: string, status: string) => expect.poll(async () => (await getRun(ctx(), id)).status).toBe(status);

it('a run under way stops, twice at once is a conflict, and what was asked for meanwhile is still done', async () => {
  const { id, git } = await added('acme/running', { 'a.txt': 'godwit one\n' });
  await git.commit({ 'a.txt': 'godwit two\n' });
  world.git.faults.push({ match: git.name, hang: true });
  const { runId } = await requestSync(ctx(), id, { trigger: 'manual' });
  await runIs(runId, 'running');
  await expect(requestSync(ctx(), id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(retryRun(ctx(), runId, { trigger: 'manual' })).rejects.toMatchObject({ code: 'conflict' });

  const outcomes = await Promise.allSettled([cancelRun(ctx(), runId), cancelRun(ctx(), runId)]);
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(AppError);
  expect(refused[0]).toMatchObject({ code: 'conflict' });
  expect(await getRun(ctx(), runId)).toMatchObject({ status: 'cancelled', note: 'Cancelled by hand.' });
  expect(await checkMirror(mirrorDir(world.env.dataDir, id))).toBe('ok');
  expect(await found('godwit')).toEqual(['acme/running:a.txt']);

  // The follow-up begins by itself, and its upstream answers.
  world.git.faults.length = 0;
  await expect
    .poll(async () => (await world.runs(id)).map((run) => run.status))
    .toEqual(['succeeded', 'cancelled', 'succeeded']);
  expect(await found('two')).toEqual(['acme/running:a.txt']);
  await expect(cancelRun(ctx(), runId)).rejects.toMatchObject({ code: 'conflict' });
  expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
});

it('one that nobody asked to follow leaves the repository ready, and can be tried again', async () => {
  const { id, git } = await added('acme/alone', { 'a.txt': 'one\n' });
  world.git.faults.push({ match: git.name, hang: true });
  const { runId } = await requestSync(ctx(), id, { trigger: 'manual' });
  await runIs(runId, 'running');
  await cancelRun(ctx(), runId);
  const after = await getRepo(ctx(), id);
  expect(after).toMatchObject({ status: 'ready', active_run_id: null, error: null, standing: 'fresh' });
  expect(Date.parse(after.next_check_at ?? '')).toBeGreaterThan(Date.now());
  world.git.faults.length = 0;
  const again = await retryRun(ctx(), runId, { trigger: 'manual' });
  await waitForRun(ctx(), again.id, 60_000);
  expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
  await expect(retryRun(ctx(), again.id, { trigger: 'manual' })).rejects.toMatchObject({ code: 'conflict' });
});

it('one that waits for its turn never has it', async () => {
  const { id } = await added('acme/queued', { 'a.txt': 'one\n' });
  const lanes = await Promise.all(
    Array.from({ length: world.env.concurrentSyncs }, (_, i) => added(`lanes/${i}`, { 'a.txt': 'x\n' })),
  );
  world.git.faults.push({ match: '/lanes/', hang: true });
  const busy = await Promise.all(
    lanes.map(async (lane) => (await requestSync(ctx(), lane.id, { trigger: 'manual' })).runId),
  );
  for (const runId of busy) await runIs(runId, 'running');
  const { runId } = await requestSync(ctx(), id, { trigger: 'manual' });
  expect(await cancelRun(ctx(), runId)).toMatchObject({ status: 'cancelled', started_at: null });
  for (const one of busy) await cancelRun(ctx(), one);
  world.git.faults.length = 0;
  expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
  expect((await getRun(ctx(), runId)).attempts).toBe(0);
});

it('one that waits for its next attempt never makes it', async () => {
  const { id, git } = await added('acme/waiting', { 'a.txt': 'one\n' });
  delayRetries();
  world.git.faults.push({ match: git.name, status: 500 });
  const { runId } = await requestSync(ctx(), id, { trigger: 'manual' });
  await waitForRun(ctx(), runId, 60_000);
  const isOurs = (run: { id: string }) => run.id === runId;
  expect((await listAllRuns(ctx(), { status: 'waiting' })).items.filter(isOurs)).toHaveLength(1);
  await cancelRun(ctx(), runId);
  expect(await getRepo(ctx(), id)).toMatchObject({ status: 'error', active_run_id: null, error_kind: 'network' });
  const [attempt] = (await getRun(ctx(), runId)).attempt_history;
  expect(attempt).toMatchObject({ outcome: 'failed' });
  world.git.faults.length = 0;
  expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
});

it('a first run that is cancelled leaves a repository that waits for whoever asks, and no sweep starts it', async () => {
  const git = await createRepo(world.upstreams, 'acme/first', { 'a.txt': 'one\n' });
  world.git.faults.push({ match: git.name, hang: true });
  const { id, active_run_id: runId } = await addRepo(ctx(), { url: `${world.git.url}/${git.name}`, is_public: true });
  await runIs(runId ?? '', 'running');
  await cancelRun(ctx(), runId ?? '');
  world.git.faults.length = 0;
  expect(await getRepo(ctx(), id)).toMatchObject({ status: 'pending', active_run_id: null, error: null });
  await ctx()
    .db.update(repos)
    .set({ addedAt: new Date(Date.now() - 3_600_000) })
    .where(eq(repos.id, id));
  await sweep(ctx());
  expect(await getRepo(ctx(), id)).toMatchObject({ status: 'pending', active_run_id: null });
  expect(await sync(id)).toMatchObject({ status: 'ready', error: null });
});

it('all that failed for one reason is tried again at once', async () => {
  const down = await Promise.all([added('down/one', { 'a.txt': 'x\n' }), added('down/two', { 'a.txt': 'y\n' })]);
  delayRetries();
  world.git.faults.push({ match: '/down/', status: 500 });
  for (const { id } of down) await sync(id);
  expect(await failureReasons(ctx())).toContainEqual({ error_kind: 'network', repositories: 2 });
  world.git.faults.length = 0;
  expect(await retryFailed(ctx(), { error_kind: 'auth' }, { trigger: 'api' })).toEqual({ outcomes: [], remaining: 0 });
  const { outcomes, remaining } = await retryFailed(ctx(), { error_kind: 'network', org: 'DOWN' }, { trigger: 'api' });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['started', 'started']);
  expect(remaining).toBe(0);
  for (const { run_id } of outcomes) await waitForRun(ctx(), run_id ?? '', 60_000);
  for (const { id } of down) expect(await world.settle(id)).toMatchObject({ status: 'ready', error: null });
  expect(await failureReasons(ctx())).toEqual([]);
});

it('visitors and read-only servers cancel nothing', async () => {
  const { id } = await added('acme/closed', { 'a.txt': 'x\n' });
  const [run] = await world.runs(id);
  const visitor = world.as({ kind: 'anonymous' });
  await expect(cancelRun(visitor, run?.id ?? '')).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(retryRun(visitor, run?.id ?? '', { trigger: 'api' })).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(retryFailed(visitor, { error_kind: 'network' }, { trigger: 'api' })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const readOnly = { ...ctx(), env: { ...world.env, readOnly: true } };
  await expect(cancelRun(readOnly, run?.id ?? '')).rejects.toMatchObject({ code: 'forbidden' });
});

it('runs are listed over all repositories, by status, trigger, repository and organisation, page by page', async () => {
  const { id } = await added('listed/one', { 'a.txt': 'x\n' });
  await sync(id);
  await ctx().db.update(repos).set({ isPublic: false }).where(eq(repos.id, id));
  const all = await listAllRuns(ctx(), { repo: 'Listed/ONE' });
  expect(all.items).toMatchObject([
    { repo: 'listed/one', status: 'unchanged', trigger: 'manual' },
    { repo: 'listed/one', status: 'succeeded', trigger: 'initial', commits_synced: 1 },
  ]);
  expect((await listAllRuns(ctx(), { repo: id, status: 'notable' })).items).toHaveLength(1);
  expect((await listAllRuns(ctx(), { org: 'listed', trigger: 'manual' })).items).toHaveLength(1);
  const first = await listAllRuns(ctx(), { org: 'listed', limit: 1 });
  const second = await listAllRuns(ctx(), { org: 'listed', limit: 1, cursor: first.next_cursor ?? '' });
  expect([...first.items, ...second.items]).toEqual(all.items);
  expect(second.next_cursor).toBeNull();
  const visitor = world.as({ kind: 'anonymous' });
  expect((await listAllRuns(visitor, { org: 'listed' })).items).toEqual([]);
  expect((await listAllRuns(visitor, { org: 'down' })).items.every((run) => run.requested_by === null)).toBe(true);
});

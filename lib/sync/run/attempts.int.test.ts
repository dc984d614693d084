// A run keeps every attempt: with a real git server that fails, the real engine and a real database.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { syncRuns } from '@/db/schema';
import { createRepo } from '@/e2e/servers/git/git-repo';
import { startWorld, type World } from '@/e2e/servers/world';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { getRun } from '@/lib/runs/get-run';
import { runSchema } from '@/lib/runs/run';
import { requestSync } from '@/lib/sync/request/request-sync';
import { finishRun } from './finish-run';
import { endStage } from './mark-stage';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const system = () => world.as({ kind: 'system' });

const read = async (runId: string) => runSchema.parse(await getRun(system(), runId));

it('a run that fails twice and then works says what each attempt did', async () => {
  const git = await createRepo(world.upstreams, 'acme/third-time', { 'a.txt': 'one\n' });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  await git.commit({ 'a.txt': 'two\n' });
  world.git.faults.push({ match: 'acme/third-time', status: 500, times: 2 });
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await expect.poll(async () => (await read(runId)).status).toBe('succeeded');
  const run = await read(runId);
  expect(run).toMatchObject({ attempts: 3, error: null });
  const [first, second, third] = run.attempt_history;
  expect(run.attempt_history).toHaveLength(3);
  for (const [i, failed] of [first, second].entries()) {
    expect(failed).toMatchObject({ number: i + 1, outcome: 'failed', error_kind: 'network' });
    expect(failed?.error).toContain('500');
    expect(Object.keys(failed?.stage_times ?? {})).toEqual(['fetch']);
    const [start, end] = failed?.stage_times.fetch ?? [0, 0];
    const ended = Date.parse(failed?.ended_at ?? '');
    expect(end).toBeNull();
    expect(ended).toBeGreaterThanOrEqual(start);
    expect(Date.parse(failed?.next_at ?? '')).toBeGreaterThanOrEqual(ended);
    expect(failed?.waited_ms).toBe((run.attempt_history[i + 1]?.stage_times.fetch?.[0] ?? 0) - ended);
  }
  expect(third).toMatchObject({
    number: 3,
    outcome: 'succeeded',
    error: null,
    ended_at: run.ended_at,
    next_at: null,
    waited_ms: null,
  });
  expect(third?.stage_times).toEqual(run.stage_times);
  expect(Object.keys(run.stage_times).sort()).toEqual(['embed', 'fetch', 'index', 'plan', 'publish', 'reset']);
});

it('a run has the end of its last stage from the moment at which it ends, and no other one later', async () => {
  const git = await createRepo(world.upstreams, 'acme/at-once', { 'a.txt': 'one\n' });
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true });
  await world.settle(id);
  const { db } = system();
  await db.$client`update sync_runs set status = 'running', ended_at = null, stage = 'fetch',
    stage_times = '{"fetch": [1, null]}' where repo_id = ${id}`;
  const [run] = await db.$client<{ id: string }[]>`
    update repos set status = 'cloning', active_run_id = run.id from sync_runs run
    where repos.id = ${id} and run.repo_id = repos.id returning run.id`;
  await finishRun(system(), run?.id ?? '', 'unchanged');
  const ended = await read(run?.id ?? '');
  expect(ended).toMatchObject({ status: 'unchanged', stage_times: { fetch: [1, expect.any(Number)] } });
  await endStage(db, run?.id ?? '', 'fetch');
  expect(await read(run?.id ?? '')).toEqual(ended);
});

it('git’s own last words are kept with an attempt, plain and without secrets, for who is signed in', async () => {
  const token = 'tok-5e3cre7-value';
  const git = await createRepo(world.upstreams, 'acme/spoken', { 'a.txt': 'one\n' });
  world.git.tokens.set(git.name, token);
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const fault = {
    match: 'acme/spoken',
    status: 500,
    times: 2,
    headers: { 'content-type': 'text/plain' },
    body: `\u001b[2J\u0007the disk of the host is on fire\nyou sent Authorization: Basic ${basic}\nand ${token}\n`,
  };
  const { id } = await addRepo(system(), { url: `${world.git.url}/${git.name}`, is_public: true, token });
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  world.git.faults.push(fault);
  const { runId } = await requestSync(system(), id, { trigger: 'manual' });
  await expect.poll(async () => (await read(runId)).attempts).toBeGreaterThan(2);
  const [first] = (await read(runId)).attempt_history;
  expect(first?.details).toContain('remote: the disk of the host is on fire');
  expect(first?.details).toContain('The requested URL returned error: 500');
  for (const secret of [token, basic, '\u001b', '\u0007']) expect(first?.details).not.toContain(secret);
  const seen = await getRun(world.as({ kind: 'anonymous' }), runId);
  expect(seen.attempt_history.map(({ details }) => details).filter(Boolean)).toEqual([]);
  expect(seen.attempt_history[0]?.error).toBe(first?.error);
});

it('counts what all attempts have read', async () => {
  const git = await createRepo(world.upstreams, 'acme/counted', { 'a.txt': 'twelve bytes' });
  const release = world.git.hold({ match: 'acme/counted', times: 1 });
  const { id, active_run_id: runId } = await addRepo(system(), {
    url: `${world.git.url}/${git.name}`,
    is_public: true,
  });
  // As if an attempt before had read so much when it was cut off.
  await system()
    .db.update(syncRuns)
    .set({ bytesIndexed: 1000 })
    .where(eq(syncRuns.id, runId ?? ''));
  release();
  expect(await world.settle(id)).toMatchObject({ status: 'ready' });
  expect(await read(runId ?? '')).toMatchObject({ bytes_indexed: 1012 });
});

// Attempts at runs that fail, are cut off, or were kept by an older Freshet.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { addRepos } from '@/lib/notifications/testing';
import { getRun } from '@/lib/runs/get-run';
import { runSchema } from '@/lib/runs/run';
import { requestSync } from '@/lib/sync/request/request-sync';
import { beginStage, endStage } from './mark-stage';
import { recordFailure } from './record-failure';

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await openTestDatabase();
  const env = parseEnv({ FRESHET_DATA_DIR: '/nonexistent/freshet' });
  ctx = { actor: { kind: 'system' }, db: database.db, env, log, send: async () => {} };
});
afterAll(() => database.close());

/** A run that nothing works on but the test. */
async function claimed(name: string): Promise<{ id: string; runId: string }> {
  const [id = ''] = await addRepos(ctx.db, [name], { url: `https://x.example/acme/${name}` });
  return { id, runId: (await requestSync(ctx, id, { trigger: 'manual' })).runId };
}

const read = async (runId: string) => runSchema.parse(await getRun(ctx, runId));
const network = (message: string) => new AppError('upstream', message, { kind: 'network', retryable: true });

it('one goes on in the middle, is cut off, and fails for good', async () => {
  const { id, runId } = await claimed('middle');
  const { db } = ctx;
  for (const stage of ['fetch', 'reset'] as const) {
    await beginStage(db, runId, stage);
    await endStage(db, runId, stage);
  }
  await beginStage(db, runId, 'plan');
  await recordFailure(ctx, { repoId: id, runId, failure: network('first'), retrySeconds: 60 });
  const [waiting] = (await read(runId)).attempt_history;
  const waitMs = Date.parse(waiting?.next_at ?? '') - Date.parse(waiting?.ended_at ?? '');
  expect(Math.floor(waitMs / 10_000)).toBe(6);
  await beginStage(db, runId, 'plan');
  await endStage(db, runId, 'plan');
  await beginStage(db, runId, 'index');
  expect((await read(runId)).attempt_history.at(-1)).toMatchObject({ number: 2, outcome: 'running', ended_at: null });
  // The process is gone; another takes the stage up again.
  await beginStage(db, runId, 'index');
  expect(await read(runId)).toMatchObject({
    attempts: 3,
    stage_times: { plan: [expect.any(Number), expect.any(Number)] },
  });
  await recordFailure(ctx, { repoId: id, runId, failure: network('at last'), retrySeconds: null });
  // Who comes late adds nothing.
  await recordFailure(ctx, { repoId: id, runId, failure: network('late'), retrySeconds: null });
  await endStage(db, runId, 'index');
  const run = await read(runId);
  expect(run).toMatchObject({ status: 'failed', error: 'at last', attempts: 3 });
  expect(
    run.attempt_history.map((one) => [one.number, one.outcome, one.error, Object.keys(one.stage_times).sort()]),
  ).toEqual([
    [1, 'failed', 'first', ['fetch', 'plan', 'reset']],
    [2, 'cut_off', null, ['index', 'plan']],
    [3, 'failed', 'at last', ['index']],
  ]);
  expect(run.attempt_history[1]).toMatchObject({ ended_at: null, next_at: null, waited_ms: null });
});

it('one waits for the next when a person replaces its run', async () => {
  const { id, runId } = await claimed('replaced');
  await beginStage(ctx.db, runId, 'fetch');
  await recordFailure(ctx, { repoId: id, runId, failure: network('first'), retrySeconds: 60 });
  const kept = { number: 1, outcome: 'failed', error: 'first', error_kind: 'network', waited_ms: null };
  expect(await read(runId)).toMatchObject({ status: 'running', attempt_history: [kept] });
  const next = await requestSync(ctx, id, { trigger: 'manual' });
  expect(await beginStage(ctx.db, runId, 'fetch')).toBeNull();
  expect(await read(runId)).toMatchObject({ status: 'cancelled', attempts: 1, attempt_history: [kept] });
  expect(await read(next.runId)).toMatchObject({ status: 'queued', attempt_history: [] });
});

it('no more than a few are kept, and of each no endless message', async () => {
  const { id, runId } = await claimed('restless');
  const { db } = ctx;
  for (let i = 0; i < 40; i++) await beginStage(db, runId, 'fetch');
  await recordFailure(ctx, { repoId: id, runId, failure: network('x'.repeat(5000)), retrySeconds: null });
  const run = await read(runId);
  expect(run.attempts).toBe(40);
  expect(run.attempt_history.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, i) => 17 + i));
  expect(run.attempt_history.at(-1)?.error).toHaveLength(1000);
});

it('a run that waited when only the last was kept goes on from there', async () => {
  const { runId } = await claimed('older');
  const { db } = ctx;
  await db.$client`
    update sync_runs set status = 'running', attempts = 2, error = 'before', error_kind = 'network', stage = 'fetch',
      stage_times = '{"fetch": [1000, null]}' where id = ${runId}`;
  await beginStage(db, runId, 'fetch');
  expect((await read(runId)).attempt_history).toMatchObject([
    { number: 2, outcome: 'failed', error: 'before', error_kind: 'network', ended_at: null },
    { number: 3, outcome: 'running', error: null },
  ]);
});

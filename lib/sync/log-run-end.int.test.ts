// Every end of a run is told once, whoever ends it.
import { Writable } from 'node:stream';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orgs, repos, syncRuns } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { instruments } from '@/lib/instruments';
import { parseExposition } from '@/lib/metrics/testing';
import { requestSync } from './request/request-sync';
import { finishRun } from './run/finish-run';
import { recordFailure } from './run/record-failure';
import { removeRepo } from './upkeep/remove-repo';
import { sweep } from './upkeep/sweep';

type Line = Record<string, unknown> & { level: number; msg: string };

const INFO = 30;
const WARN = 40;
const DEBUG = 20;
let database: TestDatabase;
let lines: Line[];
let ctx: Context;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  lines = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const env = parseEnv({ FRESHET_DATA_DIR: '/nonexistent/freshet' });
  const log = pino({ level: 'debug' }, stream) as Context['log'];
  ctx = { actor: { kind: 'system' }, db: database.db, env, log, send: async () => {} };
});

/** A repository with a run at its fetch. */
async function running(
  options: Partial<typeof syncRuns.$inferInsert> = {},
  ofRepo: Partial<typeof repos.$inferInsert> = {},
): Promise<{ repoId: string; runId: string }> {
  const [org] = await database.db
    .insert(orgs)
    .values({ name: `org-${Math.random()}` })
    .returning();
  const url = 'https://x.example/acme/rivers';
  const [repo] = await database.db
    .insert(repos)
    .values({ orgId: org?.id ?? '', name: 'rivers', url, status: 'indexing', ...ofRepo })
    .returning();
  const repoId = repo?.id ?? '';
  const [run] = await database.db
    .insert(syncRuns)
    .values({
      repoId,
      trigger: 'schedule',
      status: 'running',
      attempts: 1,
      startedAt: sql`now() - interval '2 seconds'`,
      ...options,
    })
    .returning();
  const runId = run?.id ?? '';
  await database.db.update(repos).set({ activeRunId: runId }).where(sql`id = ${repoId}`);
  return { repoId, runId };
}

const about = (runId: string) => lines.filter((line) => line.run_id === runId);
const counted = async (labels: Record<string, string>) =>
  parseExposition(await instruments().registry.metrics()).sum('freshet_runs_ended_total', labels);

it('a run that brought something new has one line, and one that did not only where it is asked for', async () => {
  const before = await counted({ outcome: 'succeeded' });
  const one = await running({ oldHead: 'a', newHead: 'b' });
  await finishRun(ctx, one.runId, 'succeeded');
  await finishRun(ctx, one.runId, 'succeeded');
  expect(about(one.runId)).toMatchObject([
    { level: INFO, repo_id: one.repoId, trigger: 'schedule', outcome: 'succeeded', msg: 'run succeeded' },
  ]);
  expect(about(one.runId)[0]?.duration_ms).toBeGreaterThanOrEqual(2000);
  expect(await counted({ outcome: 'succeeded' })).toBe(before + 1);
  const other = await running();
  await finishRun(ctx, other.runId, 'unchanged');
  expect(about(other.runId)).toMatchObject([{ level: DEBUG, outcome: 'unchanged' }]);
});

it.each(['unchanged', 'succeeded'] as const)(
  'that a repository works again is told where its run is %s, and for how long it failed',
  async (outcome) => {
    const failingSince = new Date(Date.now() - 3_600_000);
    const { runId } = await running({}, { failureCount: 3, failingSince });
    await finishRun(ctx, runId, outcome);
    await finishRun(ctx, runId, outcome);
    expect(about(runId)).toMatchObject([{ level: INFO, outcome }]);
    expect(about(runId)[0]?.failed_for_ms).toBeGreaterThanOrEqual(3_600_000);
    expect(await database.db.select().from(repos)).toMatchObject([{ status: 'ready', failingSince: null }]);
  },
);

it('each failed attempt has a line, and the end after the last of them has the only other one', async () => {
  const { repoId, runId } = await running();
  const failure = new AppError('upstream', 'The host does not answer.', { kind: 'network', retryable: true });
  const before = await counted({ outcome: 'failed', error_kind: 'network' });
  await recordFailure(ctx, { repoId, runId, failure, retrySeconds: 60 }, { stage: 'fetch' });
  expect(await counted({ outcome: 'failed', error_kind: 'network' })).toBe(before);
  await recordFailure(ctx, { repoId, runId, failure, retrySeconds: null }, { stage: 'fetch' });
  // The engine tells of what it gave up as well.
  await recordFailure(ctx, { repoId, runId, failure, retrySeconds: null });
  expect(about(runId).filter((line) => line.level > DEBUG)).toMatchObject([
    { level: WARN, stage: 'fetch', error_kind: 'network', reason: 'The host does not answer.' },
    { level: WARN, msg: 'run failed', outcome: 'failed', error_kind: 'network', reason: 'The host does not answer.' },
  ]);
  expect(await counted({ outcome: 'failed', error_kind: 'network' })).toBe(before + 1);
});

it('a run that gives way, is swept up, cannot be queued or goes with its repository is told of too', async () => {
  const waiting = await running({ error: 'It failed.', errorKind: 'network' });
  await database.db.update(repos).set({ status: 'error' }).where(sql`id = ${waiting.repoId}`);
  const { runId } = await requestSync(ctx, waiting.repoId, { trigger: 'manual' });
  expect(about(waiting.runId)).toMatchObject([{ level: INFO, outcome: 'cancelled', replaced_by: runId }]);
  expect(about(runId)).toMatchObject([{ level: DEBUG, trigger: 'manual', msg: 'run requested' }]);

  const lost = await running();
  await database.db.update(repos).set({ activeRunId: null, status: 'ready' }).where(sql`id = ${lost.repoId}`);
  await sweep(ctx);
  expect(about(lost.runId)).toMatchObject([{ level: INFO, outcome: 'cancelled' }]);
  expect(lines.filter((line) => line.msg.startsWith('a sweep repaired'))).toMatchObject([{ level: INFO, ended: 1 }]);

  const deleted = await running();
  await database.db
    .update(repos)
    .set({ deletedAt: new Date(), purgedAt: new Date() })
    .where(sql`id = ${deleted.repoId}`);
  await removeRepo(ctx, deleted.repoId);
  expect(about(deleted.runId)).toMatchObject([{ outcome: 'cancelled', reason: 'its repository was deleted' }]);

  const before = await counted({ outcome: 'failed', error_kind: 'internal', trigger: 'manual' });
  const broken = { ...ctx, send: () => Promise.reject(new Error('no engine')) };
  const { repoId } = await running({ status: 'succeeded' });
  await database.db.update(repos).set({ activeRunId: null, status: 'ready' }).where(sql`id = ${repoId}`);
  await expect(requestSync(broken, repoId, { trigger: 'manual' })).rejects.toMatchObject({ code: 'internal' });
  expect(await counted({ outcome: 'failed', error_kind: 'internal', trigger: 'manual' })).toBe(before + 1);
});

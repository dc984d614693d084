// What the log says of a run that works after some that did not.
import { Writable } from 'node:stream';
import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { orgs, repos, syncRuns } from '@/db/schema';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import type { Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { finishRun } from './finish-run';

let database: TestDatabase;
let ctx: Context;
let lines: Record<string, unknown>[];

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
  const log = pino({ level: 'info' }, stream) as Context['log'];
  ctx = { actor: { kind: 'system' }, db: database.db, env: parseEnv({}), log, send: async () => {} };
});

/** A repository that failed for an hour, or not, with a run that found nothing new; returns the run. */
async function running(isFailing: boolean): Promise<string> {
  const [org] = await database.db
    .insert(orgs)
    .values({ name: `org-${isFailing}` })
    .returning();
  const [repo] = await database.db
    .insert(repos)
    .values({
      orgId: org?.id ?? '',
      name: 'rivers',
      status: 'indexing',
      ...(isFailing ? { failureCount: 3, failingSince: sql`now() - interval '1 hour'` as unknown as Date } : {}),
    })
    .returning();
  const repoId = repo?.id ?? '';
  const [run] = await database.db
    .insert(syncRuns)
    .values({ repoId, trigger: 'schedule', status: 'running' })
    .returning();
  const runId = run?.id ?? '';
  await database.db.update(repos).set({ activeRunId: runId }).where(eq(repos.id, repoId));
  return runId;
}

it.each(['unchanged', 'succeeded'] as const)(
  'that a repository works again is told where its run %s',
  async (outcome) => {
    const runId = await running(true);
    await finishRun(ctx, runId, outcome);
    await finishRun(ctx, runId, outcome);
    expect(lines).toMatchObject([{ level: 30, run_id: runId, outcome }]);
    expect(lines[0]?.failed_for_ms).toBeGreaterThanOrEqual(3_600_000);
    expect(await database.db.select().from(repos)).toMatchObject([{ status: 'ready', failingSince: null }]);
  },
);

it('a run that found nothing new where nothing was amiss is not told of', async () => {
  await finishRun(ctx, await running(false), 'unchanged');
  expect(lines).toEqual([]);
});

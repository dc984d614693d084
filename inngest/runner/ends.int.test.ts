// How runs end and what follows: onFailure, listeners, shutdown, takeover, the clock.
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { inngest } from '../client';
import { abortSignal } from './abort';
import { startTestEngine, type TestEngine } from './testing';

let database: TestDatabase;
let engine: TestEngine | undefined;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  await database.reset();
});
afterAll(() => database.close());

const on = (event: string, options: object = {}) => ({ id: event, triggers: [{ event }], ...options });

test('onFailure is called once with the event and the error, and retried once itself', async () => {
  const calls: unknown[] = [];
  const fn = inngest.createFunction(
    {
      id: 't',
      triggers: [{ event: 't' }],
      retries: 0,
      onFailure: async ({ event, error, attempt }) => {
        calls.push([attempt, error.message, event.data.event.data, event.data.function_id]);
        if (attempt === 0) throw new RetryAfterError('again', 0);
      },
    },
    async ({ step }) => {
      await step.run('bad', () => {
        throw new NonRetriableError('broken');
      });
    },
  );
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { key: 'a' });
  expect((await engine.ended('t-failure'))[0]).toMatchObject({ status: 'completed' });
  expect(calls).toEqual([
    [0, 'broken', { key: 'a' }, 'freshet-t'],
    [1, 'broken', { key: 'a' }, 'freshet-t'],
  ]);
});

test('listeners of inngest/function.finished hear of success too, and of their own end never', async () => {
  const fn = inngest.createFunction(on('t'), async () => 'done');
  const listener = inngest.createFunction(
    { id: 'listener', triggers: [{ event: 'inngest/function.finished' }] },
    async ({ event }) => event.data.result,
  );
  engine = await startTestEngine(database, [fn, listener]);
  await engine.send('t');
  expect((await engine.ended('listener'))[0]).toMatchObject({ output: 'done' });
  await engine.stop();
  engine = await startTestEngine(database, [fn, listener]);
  expect(await engine.runs('listener')).toHaveLength(1);
});

test('an end that was not told before a crash is told after it', async () => {
  const fn = inngest.createFunction(
    { id: 't', triggers: [{ event: 't' }], onFailure: async () => 'told' },
    async () => 'done',
  );
  await database.db.$client`insert into engine_runs (id, function_id, status, events, output, is_announcing, ended_at)
    values ('r', 'freshet-t', 'failed', ${JSON.stringify([{ id: 'e', name: 't', data: {}, ts: 1 }])},
      ${JSON.stringify({ name: 'Error', message: 'broken' })}, true, now())`;
  engine = await startTestEngine(database, [fn]);
  expect((await engine.ended('t-failure'))[0]).toMatchObject({ output: 'told' });
  expect(await engine.runs('t-failure')).toHaveLength(1);
});

test('a shutdown lets the step under way end, saves it, and the next start goes on behind it', async () => {
  const steps: string[] = [];
  const fn = inngest.createFunction(on('t'), async ({ step }) => {
    await step.run('a', async () => {
      steps.push('a');
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await step.run('b', () => steps.push('b'));
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  await vi.waitFor(() => expect(steps).toEqual(['a']), 120_000);
  await engine.stop();
  expect((await engine.runs('t'))[0]).toMatchObject({ status: 'running', steps: [{ name: 'a', state: 'done' }] });
  expect(steps).toEqual(['a']);
  engine = await startTestEngine(database, [fn]);
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed' });
  expect(steps).toEqual(['a', 'b']);
});

test('a shutdown aborts a step that takes too long; its error costs no attempt', async () => {
  const attempts: number[] = [];
  const fn = inngest.createFunction(on('t', { retries: 0 }), async ({ step, attempt, runId }) => {
    await step.run('a', async () => {
      attempts.push(attempt);
      if (attempts.length > 1) return;
      await new Promise((_, reject) => {
        abortSignal(runId).addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  await vi.waitFor(() => expect(attempts).toEqual([0]), 120_000);
  await engine.stop(50);
  engine = await startTestEngine(database, [fn]);
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed' });
  expect(attempts).toEqual([0, 0]);
});

test('a lease that another owner took makes the first give up: it saves nothing more and its step is aborted', async () => {
  const reasons: string[] = [];
  let isFirst = true;
  const fn = inngest.createFunction(on('t'), async ({ step, runId }) => {
    await step.run('a', async () => {
      if (!isFirst) return 'second';
      isFirst = false;
      const signal = abortSignal(runId);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      reasons.push((signal.reason as Error).message);
      return 'first';
    });
  });
  engine = await startTestEngine(database, [fn], { leaseMs: 400 });
  await engine.send('t');
  await vi.waitFor(() => expect(isFirst).toBe(false), 120_000);
  const sql = database.db.$client;
  await sql`update engine_runs set lease_owner = 'another', generation = generation + 1, lease_until = now() + interval '1 s'`;
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', steps: [{ output: 'second' }] });
  expect(reasons).toEqual(['The run was cancelled or taken over.']);
});

test('a run whose owner is alive is not taken up again, however long its step takes', async () => {
  let starts = 0;
  const fn = inngest.createFunction(on('t'), async ({ step }) => {
    await step.run('a', async () => {
      starts++;
      await new Promise((resolve) => setTimeout(resolve, 1200));
    });
  });
  engine = await startTestEngine(database, [fn], { leaseMs: 300, pollMs: 50 });
  await engine.send('t');
  await engine.ended('t');
  expect(starts).toBe(1);
});

// What functions declare about when they run: limits, debounce, singleton, idempotency, cancellation, time limits.
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
const keyOf = (event: { data: unknown }) => (event.data as { key?: string; n?: number }).key ?? '';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the signal aborts, with its reason's message. */
const aborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => {
    if (signal.aborted) resolve(String(signal.reason));
    signal.addEventListener('abort', () => resolve((signal.reason as Error).message));
  });

test('limits hold per key and over all, and everything runs in the end', async () => {
  const open = new Map<string, number>();
  const most = { key: 0, all: 0 };
  const limits = { concurrency: [{ limit: 1, key: 'event.data.key' }, { limit: 2 }] };
  const fn = inngest.createFunction(on('t', limits), async ({ step, event }) => {
    for (const name of ['a', 'b']) {
      await step.run(name, async () => {
        const key = keyOf(event);
        open.set(key, (open.get(key) ?? 0) + 1);
        most.key = Math.max(most.key, open.get(key) ?? 0);
        most.all = Math.max(
          most.all,
          [...open.values()].reduce((sum, n) => sum + n),
        );
        await pause(20);
        open.set(key, (open.get(key) ?? 0) - 1);
      });
    }
  });
  engine = await startTestEngine(database, [fn]);
  for (let i = 0; i < 12; i++) await engine.send('t', { key: `k${i % 4}` });
  const runs = await engine.ended('t', 12);
  expect(runs.every((run) => run.status === 'completed')).toBe(true);
  expect(most).toEqual({ key: 1, all: 2 });
});

test('an event id counts once, whoever sends it', async () => {
  engine = await startTestEngine(database, [inngest.createFunction(on('t'), async () => 1)]);
  await Promise.all([1, 2, 3].map(() => engine?.send('t', {}, 'same')));
  await engine.ended('t');
  await engine.send('t', {}, 'same');
  expect(await engine.runs('t')).toHaveLength(1);
});

test('an idempotency key starts one run, even after that has ended', async () => {
  const fn = inngest.createFunction(on('t', { idempotency: 'event.data.key' }), async () => 1);
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { key: 'a' });
  await engine.ended('t');
  await engine.send('t', { key: 'a' });
  await engine.send('t', { key: 'b' });
  await engine.send('t', {});
  await engine.send('t', {});
  expect(await engine.ended('t', 4)).toHaveLength(4);
});

test('debounce keeps the latest event of each key, waits until it is quiet, but no longer than its timeout', async () => {
  const fn = inngest.createFunction(
    on('t', { debounce: { key: 'event.data.key', period: '1h', timeout: '90m' } }),
    async ({ event }) => (event.data as { n: number }).n,
  );
  engine = await startTestEngine(database, [fn]);
  const sql = database.db.$client;
  const minutesLeft = async () => {
    const rows = await sql<{ minutes: number }[]>`
      select round(extract(epoch from available_at - now()) / 60)::int as minutes from engine_runs order by limit_keys`;
    return rows.map((row) => row.minutes);
  };
  for (let n = 0; n < 3; n++) await engine.send('t', { key: 'a', n });
  expect(await minutesLeft()).toEqual([60]);
  // An hour but a minute passes; then one more event comes.
  await sql`update engine_runs set available_at = available_at - interval '59 min',
    debounce_until = debounce_until - interval '59 min'`;
  await engine.send('t', { key: 'a', n: 3 });
  expect(await minutesLeft()).toEqual([31]);
  await engine.send('t', { key: 'b', n: 4 });
  expect((await minutesLeft()).sort()).toEqual([31, 60]);
  await sql`update engine_runs set available_at = now()`;
  const runs = await engine.ended('t', 2);
  expect(runs.map((run) => run.output).sort()).toEqual([3, 4]);
  await engine.send('t', { key: 'a', n: 5 });
  expect(await engine.runs('t')).toHaveLength(3);
});

test('singleton skips what comes while a run of the key is open', async () => {
  let finish = () => {};
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const fn = inngest.createFunction(
    on('t', { singleton: { key: 'event.data.key', mode: 'skip' } }),
    async ({ step, event }) => {
      await step.run('wait', () => gate);
      return event.data;
    },
  );
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { key: 'a', n: 1 });
  await engine.send('t', { key: 'a', n: 2 });
  await engine.send('t', { key: 'b', n: 3 });
  finish();
  await engine.ended('t', 2);
  await engine.send('t', { key: 'a', n: 4 });
  const runs = await engine.ended('t', 3);
  expect(runs.map((run) => (run.output as { n: number }).n).sort()).toEqual([1, 3, 4]);
});

test('singleton in mode cancel ends the open run, aborts its step and starts the new one', async () => {
  const reasons: string[] = [];
  let isWaiting = false;
  const fn = inngest.createFunction(
    on('t', { singleton: { key: 'event.data.key', mode: 'cancel' } }),
    async ({ step, event, runId }) => {
      const { n } = event.data as { n: number };
      await step.run('wait', async () => {
        isWaiting = true;
        if (n === 1) reasons.push(await aborted(abortSignal(runId)));
      });
      return n;
    },
  );
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { key: 'a', n: 1 });
  await vi.waitFor(() => expect(isWaiting).toBe(true), 120_000);
  expect((await engine.runs('t'))[0]?.status).toBe('running');
  await engine.send('t', { key: 'a', n: 2 });
  const runs = await engine.ended('t', 2);
  expect(runs.map((run) => run.status)).toEqual(['cancelled', 'completed']);
  expect(reasons).toEqual(['The run was cancelled.']);
});

test('cancelOn ends queued and running runs of the same key, aborts the step, and saves nothing after', async () => {
  const steps: string[] = [];
  const fn = inngest.createFunction(
    on('t', { concurrency: [{ limit: 1 }], cancelOn: [{ event: 'stop', match: 'data.key' }] }),
    async ({ step, event, runId }) => {
      const name = `${keyOf(event)}${(event.data as { n: number }).n}`;
      await step.run('work', async () => {
        steps.push(name);
        if (keyOf(event) === 'a') steps.push(await aborted(abortSignal(runId)));
      });
      await step.run('more', () => steps.push(`${name} more`));
    },
  );
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { key: 'a', n: 1 });
  await vi.waitFor(() => expect(steps).toEqual(['a1']), 120_000);
  await engine.send('t', { key: 'a', n: 2 });
  await engine.send('t', { key: 'b', n: 3 });
  await engine.send('stop', { key: 'none' });
  expect((await engine.runs('t')).map((run) => run.status)).toEqual(['running', 'queued', 'queued']);
  await engine.send('stop', { key: 'a' });
  const runs = await engine.ended('t', 3);
  expect(runs.map((run) => [run.status, run.steps.length])).toEqual([
    ['cancelled', 0],
    ['cancelled', 0],
    ['completed', 2],
  ]);
  expect(steps).toEqual(['a1', 'The run was cancelled.', 'b3', 'b3 more']);
});

test('a run that starts or ends too late is cancelled, its step is aborted, and listeners hear of it', async () => {
  const fn = inngest.createFunction(
    on('t', { concurrency: 1, timeouts: { start: '1s', finish: '1s' } }),
    async ({ step, event, runId }) => {
      if ((event.data as { n: number }).n === 1)
        await step.run('wait', () => aborted(abortSignal(runId)).then(() => pause(800)));
    },
  );
  const listener = inngest.createFunction(
    {
      id: 'listener',
      triggers: [{ event: 'inngest/function.cancelled', if: "event.data.function_id == 'freshet-t'" }],
    },
    async ({ event }) => event.data.error,
  );
  engine = await startTestEngine(database, [fn, listener]);
  await engine.send('t', { n: 1 });
  await engine.send('t', { n: 2 });
  const runs = await engine.ended('t', 2);
  expect(runs.map((run) => run.status)).toEqual(['cancelled', 'cancelled']);
  const heard = await engine.ended('listener', 2);
  expect(heard.map((run) => run.output)).toEqual([
    expect.objectContaining({ name: 'Timeout' }),
    expect.objectContaining({ name: 'Timeout' }),
  ]);
});

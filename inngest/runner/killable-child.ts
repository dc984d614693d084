// A process for tests: goes on with what a killed one left, then runs one function and kills itself where it is told to.
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { RetryAfterError } from 'inngest';
import { serve } from 'inngest/edge';
import type { Sql } from 'postgres';
import { connectEmbedded, connectNative } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { log } from '@/lib/log';
import { inngest } from '../client';
import type { Orders } from './kill-orders';
import { startRunner } from './start-runner';

let orders: Orders;
let statements = Number.NEGATIVE_INFINITY;

const die = () => process.kill(process.pid, 'SIGKILL');
const write = (entry: object) => appendFileSync(orders.log, `${JSON.stringify({ pid: process.pid, ...entry })}\n`);

/** Milliseconds that several processes of one machine can compare. */
const clock = () => performance.timeOrigin + performance.now();

/** Kills at the ordered moment of the ordered statement or transaction, counted from the order's send on. */
function killableSql(sql: Sql): Sql {
  const watch = <T>(start: () => Promise<T>): Promise<T> => {
    statements += 1;
    const { kill } = orders;
    if (kill?.at !== 'statement' || kill.number !== statements) return start();
    const result = start();
    if (kill.when === 'in flight') setImmediate(() => setImmediate(die));
    return result.finally(die);
  };
  return new Proxy(sql, {
    apply: (target, self, args) => watch(() => Promise.resolve(Reflect.apply(target, self, args) as Promise<unknown>)),
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'begin') return value;
      return (work: (tx: Sql) => Promise<unknown>) => watch(() => sql.begin((tx) => work(tx as unknown as Sql)));
    },
  });
}

async function work(run: string, step: string, attempt = 0): Promise<void> {
  const kill = orders.kill?.at === 'step' && orders.kill.step === step && statements > 0 ? orders.kill.when : null;
  if (kill === 'before') die();
  write({ run, step, attempt, at: clock() });
  if (kill === 'inside') die();
  await new Promise((resolve) => setTimeout(resolve, 2));
  write({ left: run, at: clock() });
  if (kill === 'after') die();
}

const main = inngest.createFunction(
  {
    id: 'main',
    triggers: [{ event: 'main' }],
    retries: 1,
    concurrency: [{ limit: 1, key: 'event.data.key' }, { limit: 2 }],
  },
  async ({ step, runId, attempt }) => {
    await step.run('a', () => work(runId, 'a'));
    await step.run('shaky', async () => {
      await work(runId, 'shaky', attempt);
      if (attempt === 0) throw new RetryAfterError('once more', 0);
    });
    await Promise.all([step.run('c', () => work(runId, 'c')), step.run('d', () => work(runId, 'd'))]);
    await step.sendEvent('send', { name: 'other', data: { from: runId } });
    await step.run('z', () => work(runId, 'z'));
  },
);
const other = inngest.createFunction({ id: 'other', triggers: [{ event: 'other' }] }, async ({ step, runId }) => {
  await step.run('x', () => work(runId, 'x'));
});
const free = inngest.createFunction({ id: 'free', triggers: [{ event: 'free' }] }, async ({ step, runId }) => {
  await Promise.all(['p', 'q', 'r'].map((name) => step.run(name, () => work(runId, name))));
});

async function open(): Promise<{ sql: Sql; close: () => Promise<void> }> {
  if (orders.url) {
    const sql = connectNative(orders.url, 4).$client;
    return { sql, close: () => sql.end() };
  }
  const embedded = await startEmbedded(orders.dataDir, { isDurable: false });
  const sql = connectEmbedded(embedded).$client;
  return {
    sql,
    close: async () => {
      await sql.end();
      await embedded.close();
    },
  };
}

/** Waits until no run is open. */
async function quiet(sql: Sql): Promise<void> {
  for (;;) {
    const rows = await sql`select 1 from engine_runs where ended_at is null or is_announcing limit 1`;
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function obey(): Promise<void> {
  const { sql, close } = await open();
  const done = await sql<{ run: string; step: string }[]>`
    select run_id as run, name as step from engine_steps where state = 'done'`;
  write({ committed: done.map(({ run, step }) => `${run} ${step}`) });
  const runner = await startRunner({
    sql: killableSql(sql),
    log,
    handler: serve({ client: inngest, functions: [main, other, free] }),
    isNative: Boolean(orders.url),
    // Short if a killed one has to be followed, long if a slow machine must not look dead.
    leaseMs: orders.isCrowd ? 5_000 : 500,
    // The moments of statements must not depend on how fast the machine is: no polls.
    pollMs: 60_000,
  });
  if (!orders.isCrowd) await quiet(sql);
  statements = 0;
  await Promise.all(
    orders.send.map(async (event) => {
      await runner.send({ ...event, ts: Date.now() });
      write({ sent: event.id });
    }),
  );
  await quiet(sql);
  write({ finished: true });
  await runner.stop(1000);
  await close();
}

process.stdout.write('ready\n');
createInterface({ input: process.stdin }).once('line', (line) => {
  orders = JSON.parse(line) as Orders;
  obey().then(
    () => process.exit(0),
    (error) => {
      write({ error: String(error instanceof Error ? error.stack : error) });
      process.exit(1);
    },
  );
});

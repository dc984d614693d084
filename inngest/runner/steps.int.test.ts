// Steps on the embedded engine: order, memory, parallel work, sleep, failures, retries, sends.
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/db/testing';
import { inngest } from '../client';
import { startTestEngine, type TestEngine } from './testing';

let database: TestDatabase;
let engine: TestEngine | undefined;
let ran: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => {
  ran = [];
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  await database.reset();
});
afterAll(() => database.close());

const on = (event: string, options: object = {}) => ({ id: event, triggers: [{ event }], ...options });
const dataOf = (event: { data: unknown }) => event.data as Record<string, string>;
const note = <T>(name: string, value: T): T => {
  ran.push(name);
  return value;
};

test('steps run in order, each once, and hand on what they returned', async () => {
  const fn = inngest.createFunction(on('t'), async ({ step, event }) => {
    const a = await step.run('a', () => note('a', { n: Number(dataOf(event).n) }));
    const b = await step.run('b', () => note('b', a.n * 2));
    const nothing = await step.run('c', () => note('c', undefined));
    return { a, b, nothing };
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { n: 21 });
  const [run] = await engine.ended('t');
  expect(run).toMatchObject({ status: 'completed', output: { a: { n: 21 }, b: 42, nothing: null } });
  expect(run?.steps.map((step) => [step.name, step.position, step.output])).toEqual([
    ['a', 0, { n: 21 }],
    ['b', 1, 42],
    ['c', 2, null],
  ]);
  expect(ran).toEqual(['a', 'b', 'c']);
});

test('what jsonb cannot hold is kept as it is', async () => {
  const text = 'nul \u0000, half a pair \ud83d, quote " and \\u0000';
  const fn = inngest.createFunction(on('t'), async ({ step, event }) => {
    const a = await step.run('a', () => ({ text: dataOf(event).text }));
    const b = await step.run('b', () => a.text === text);
    return { b, text: a.text };
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t', { text });
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', output: { b: true, text } });
});

test('parallel steps run at once, each once, and what follows sees all of them', async () => {
  let open = 0;
  let go = () => {};
  const allOpen = new Promise<void>((resolve) => {
    go = resolve;
  });
  const fn = inngest.createFunction(on('t'), async ({ step }) => {
    const work = (name: string) =>
      step.run(name, async () => {
        if (++open === 3) go();
        // None of them ends before all have begun.
        await allOpen;
        return note(name, name.toUpperCase());
      });
    const all = await Promise.all([work('a'), work('b'), work('c')]);
    return await step.run('d', () => note('d', all.join('')));
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', output: 'ABC' });
  expect([...ran].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(open).toBe(3);
});

test('with a concurrency limit, parallel steps take turns', async () => {
  let open = 0;
  let most = 0;
  const fn = inngest.createFunction(on('t', { concurrency: 1 }), async ({ step }) => {
    const work = (name: string) =>
      step.run(name, async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 20));
        open--;
        return name;
      });
    return (await Promise.all([work('a'), work('b'), work('c')])).join('');
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', output: 'abc' });
  expect(most).toBe(1);
});

test('one of several parallel steps retries alone, and chains go on beside it', async () => {
  const fn = inngest.createFunction(on('t'), async ({ step, attempt }) => {
    const shaky = step.run('shaky', () => {
      note(`shaky ${attempt}`, null);
      if (attempt === 0) throw new RetryAfterError('not yet', '1h');
      return 'ok';
    });
    const chain = step.run('one', () => note('one', 1)).then((one) => step.run('two', () => note('two', one + 1)));
    return await Promise.all([shaky, chain]);
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  await vi.waitFor(async () => {
    const [run] = (await engine?.runs('t')) ?? [];
    const states = Object.fromEntries(run?.steps.map((step) => [step.name, step.state]) ?? []);
    expect(states).toEqual({ shaky: 'planned', one: 'done', two: 'done' });
  }, 120_000);
  expect([...ran].sort()).toEqual(['one', 'shaky 0', 'two']);
  const sql = database.db.$client;
  await vi.waitFor(
    async () => expect(await sql`select 1 from engine_runs where lease_owner is null`).toHaveLength(1),
    120_000,
  );
  await sql`update engine_steps set available_at = now() where state = 'planned'`;
  await sql`update engine_runs set available_at = now()`;
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', output: ['ok', 2] });
  expect([...ran].sort()).toEqual(['one', 'shaky 0', 'shaky 1', 'two']);
});

test('a failing step is retried after what it asks for, from attempt 0 up, and earlier steps stay', async () => {
  const fn = inngest.createFunction(on('t', { retries: 2 }), async ({ step, attempt }) => {
    await step.run('before', () => note('before', null));
    await step.run('shaky', () => {
      note(`shaky ${attempt}`, null);
      if (attempt < 2) throw new RetryAfterError('not yet', 0);
    });
    await step.run('after', () => note(`after ${attempt}`, null));
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'completed', attempt: 0 });
  expect(ran).toEqual(['before', 'shaky 0', 'shaky 1', 'shaky 2', 'after 0']);
});

test('when the last attempt fails the function sees the error, and fails with it unless it is caught', async () => {
  const failing = (id: string, isCaught: boolean) =>
    inngest.createFunction({ ...on(id), retries: 1 }, async ({ step }) => {
      try {
        await step.run('bad', () => {
          ran.push(`${id} bad`);
          throw new RetryAfterError('broken', 0, { cause: new Error('why') });
        });
      } catch (error) {
        if (!isCaught) throw error;
        return await step.run('rescue', () => `rescued from ${(error as Error).message}`);
      }
    });
  engine = await startTestEngine(database, [failing('thrown', false), failing('caught', true)]);
  await engine.send('thrown');
  await engine.send('caught');
  expect((await engine.ended('thrown'))[0]).toMatchObject({
    status: 'failed',
    output: { message: 'broken', cause: { message: 'why' } },
    steps: [{ name: 'bad', state: 'failed' }],
  });
  expect((await engine.ended('caught'))[0]).toMatchObject({ status: 'completed', output: 'rescued from broken' });
  expect(ran.filter((name) => name === 'thrown bad')).toHaveLength(2);
  expect(ran.filter((name) => name === 'caught bad')).toHaveLength(2);
});

test('a NonRetriableError ends a step at once', async () => {
  const fn = inngest.createFunction(on('t', { retries: 3 }), async ({ step }) => {
    await step.run('bad', () => {
      ran.push('bad');
      throw new NonRetriableError('never');
    });
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'failed', output: { message: 'never' } });
  expect(ran).toEqual(['bad']);
});

test('an error outside steps is retried and then fails the run', async () => {
  const fn = inngest.createFunction(on('t', { retries: 1 }), async ({ step, attempt }) => {
    await step.run('a', () => note('a', null));
    ran.push(`outside ${attempt}`);
    throw new RetryAfterError('outside', 0);
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({ status: 'failed', output: { message: 'outside' } });
  expect(ran).toEqual(['a', 'outside 0', 'outside 1']);
});

test('sleep and sleepUntil give the place back and go on when they are over', async () => {
  const fn = inngest.createFunction(on('t', { concurrency: 1 }), async ({ step }) => {
    await step.run('a', () => note('a', null));
    await step.sleep('nap', '1s');
    await step.sleepUntil('until', new Date(Date.now() - 1000));
    await step.run('b', () => note('b', null));
  });
  engine = await startTestEngine(database, [fn]);
  const started = Date.now();
  await engine.send('t');
  await engine.send('t');
  await engine.ended('t', 2);
  expect(ran.slice(0, 2)).toEqual(['a', 'a']);
  expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
});

test('events sent by a step start other functions, and one that is repeated sends them once', async () => {
  const sender = inngest.createFunction(on('t', { retries: 1 }), async ({ step, attempt }) => {
    await step.run('mixed', async () => {
      await inngest.send({ name: 'other', data: { from: 'run' } });
      if (attempt === 0) throw new RetryAfterError('after the send', 0);
    });
    await step.sendEvent('send', [
      { name: 'other', data: { from: 'sendEvent' } },
      { name: 'other', data: { from: 'sendEvent' } },
    ]);
  });
  const other = inngest.createFunction(on('other'), async ({ event }) => dataOf(event).from);
  engine = await startTestEngine(database, [sender, other]);
  await engine.send('t');
  await engine.ended('t');
  const runs = await engine.ended('other', 3);
  expect(runs.map((run) => run.output).sort()).toEqual(['run', 'sendEvent', 'sendEvent']);
});

test('more than 256 KB from a step or a function fails the run with a sentence', async () => {
  const large = 'x'.repeat(256 * 1024);
  const step = inngest.createFunction(on('step'), async (ctx) => {
    await ctx.step.run('big', () => large);
    ran.push('went on');
  });
  const whole = inngest.createFunction(on('whole'), async () => large);
  engine = await startTestEngine(database, [step, whole]);
  await engine.send('step');
  await engine.send('whole');
  expect((await engine.ended('step'))[0]).toMatchObject({ status: 'failed', output: { name: 'OutputTooLarge' } });
  expect((await engine.ended('whole'))[0]).toMatchObject({ status: 'failed', output: { name: 'OutputTooLarge' } });
});

test('step tools that the engine does not have fail the run with a sentence', async () => {
  const fn = inngest.createFunction(on('t'), async ({ step }) => {
    await step.waitForEvent('wait', { event: 'never', timeout: '1m' });
  });
  engine = await startTestEngine(database, [fn]);
  await engine.send('t');
  expect((await engine.ended('t'))[0]).toMatchObject({
    status: 'failed',
    output: { message: 'The embedded engine does not do WaitForEvent (wait).' },
  });
});

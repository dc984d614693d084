// Functions that declare what Freshet's own do, with what they did kept in memory.
import { setTimeout as sleep } from 'node:timers/promises';
import { type FailureEventPayload, type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest';
import { inngest } from '@/inngest/client';

/** What ran, in order: `function key step attempt`. */
export const done: string[] = [];
export const atOnce = { now: 0, most: 0 };

const keyOf = (event: { data?: unknown }) => (event.data as { key: string }).key;
const on = (id: string) => ({ id, triggers: [{ event: `proof/${id}` }] });

export const functions: InngestFunction.Any[] = [
  inngest.createFunction(on('sequence'), async ({ step, event }) => {
    const key = keyOf(event);
    const a = await step.run('a', () => done.push(`sequence ${key} a`));
    const [b, c] = await Promise.all([
      step.run('b', () => done.push(`sequence ${key} b`)),
      step.run('c', () => done.push(`sequence ${key} c`)),
    ]);
    await step.sleep('nap', '1s');
    await step.sendEvent('tell', { name: 'proof/told', data: { key, sum: a + b + c > 0 } });
    await step.run('d', () => done.push(`sequence ${key} d`));
  }),
  inngest.createFunction(on('told'), async ({ event }) => {
    done.push(`told ${keyOf(event)}`);
  }),
  inngest.createFunction({ ...on('retry'), retries: 3 }, async ({ step, event, attempt }) => {
    await step.run('before', () => done.push(`retry ${keyOf(event)} before`));
    await step.run('shaky', () => {
      done.push(`retry ${keyOf(event)} shaky ${attempt}`);
      if (attempt < 2) throw new RetryAfterError('not yet', 1000);
    });
    await step.run('after', () => done.push(`retry ${keyOf(event)} after ${attempt}`));
  }),
  inngest.createFunction(
    {
      ...on('fail'),
      retries: 3,
      onFailure: async ({ event, error }: { event: FailureEventPayload; error: Error }) => {
        done.push(`fail onFailure ${event.data.function_id} ${keyOf(event.data.event)} ${error.message}`);
      },
    },
    async ({ step, event }) => {
      await step.run('bad', () => {
        done.push(`fail ${keyOf(event)} bad`);
        throw new NonRetriableError('never');
      });
    },
  ),
  inngest.createFunction(
    { ...on('limits'), concurrency: [{ limit: 1, key: 'event.data.key' }, { limit: 2 }] },
    async ({ step, event }) => {
      await step.run('work', async () => {
        atOnce.most = Math.max(atOnce.most, ++atOnce.now);
        await sleep(200);
        atOnce.now -= 1;
        done.push(`limits ${keyOf(event)}`);
      });
    },
  ),
  inngest.createFunction({ ...on('idempotent'), idempotency: 'event.data.key' }, async ({ event }) => {
    done.push(`idempotent ${keyOf(event)}`);
  }),
  inngest.createFunction(
    { ...on('cancelled'), cancelOn: [{ event: 'proof/stop', match: 'data.key' }] },
    async ({ step, event }) => {
      await step.run('before', () => done.push(`cancelled ${keyOf(event)} before`));
      await step.sleep('wait', '5s');
      await step.run('after', () => done.push(`cancelled ${keyOf(event)} after`));
    },
  ),
  inngest.createFunction({ ...on('late'), timeouts: { finish: '2s' } }, async ({ step, event }) => {
    await step.run('before', () => done.push(`late ${keyOf(event)} before`));
    await step.sleep('wait', '6s');
    await step.run('after', () => done.push(`late ${keyOf(event)} after`));
  }),
  inngest.createFunction(
    {
      id: 'heard',
      triggers: [{ event: 'inngest/function.cancelled', if: "event.data.function_id == 'freshet-late'" }],
    },
    async ({ event }) => {
      done.push(`heard ${(event.data as { function_id: string }).function_id}`);
    },
  ),
];

export interface Check {
  what: string;
  /** `after`: sent once so many things are done, because a server takes events in by and by. */
  send: { name: string; key: string; id?: string; after?: number }[];
  /** Milliseconds after which `want` is compared, if waiting for it alone would prove too little. */
  settleMs?: number;
  /** What ran, in any order unless `isOrdered`. */
  want: string[];
  isOrdered?: boolean;
}

export const checks: Check[] = [
  {
    what: 'steps in order, in parallel, asleep, and an event sent',
    send: [{ name: 'sequence', key: 'k' }],
    want: ['sequence k a', 'sequence k b', 'sequence k c', 'told k', 'sequence k d'],
    settleMs: 3000,
  },
  {
    what: 'a retry after what RetryAfterError asks for; attempts count per step',
    send: [{ name: 'retry', key: 'k' }],
    want: ['retry k before', 'retry k shaky 0', 'retry k shaky 1', 'retry k shaky 2', 'retry k after 0'],
    isOrdered: true,
  },
  {
    what: 'NonRetriableError, then onFailure',
    send: [{ name: 'fail', key: 'k' }],
    want: ['fail k bad', 'fail onFailure freshet-fail k never'],
    isOrdered: true,
  },
  {
    what: 'limits: one per key, two over all',
    send: ['a', 'a', 'b', 'b', 'c', 'c'].map((key) => ({ name: 'limits', key })),
    want: ['a', 'a', 'b', 'b', 'c', 'c'].map((key) => `limits ${key}`),
  },
  {
    what: 'an event id and an idempotency key count once',
    send: [
      { name: 'told', key: 'same', id: 'same' },
      { name: 'told', key: 'same', id: 'same' },
      { name: 'idempotent', key: 'same' },
      { name: 'idempotent', key: 'same' },
    ],
    want: ['told same', 'idempotent same'],
    settleMs: 3000,
  },
  {
    what: 'cancelOn, by the event’s key',
    send: [
      { name: 'cancelled', key: 'stopped' },
      { name: 'cancelled', key: 'kept' },
      { name: 'stop', key: 'stopped', after: 2 },
    ],
    want: ['cancelled stopped before', 'cancelled kept before', 'cancelled kept after'],
    settleMs: 9000,
  },
  {
    what: 'a run that takes longer than its limit is cancelled, and a listener hears of it',
    send: [{ name: 'late', key: 'k' }],
    want: ['late k before', 'heard freshet-late'],
    settleMs: 9000,
  },
];

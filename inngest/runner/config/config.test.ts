import { serve } from 'inngest/edge';
import { expect, test } from 'vitest';
import { inngest } from '../../client';
import { syncFunctions } from '../sync-functions';
import { readConfigs } from './config';
import { readSchedules } from './cron';

type Options = Parameters<typeof inngest.createFunction>[0];

const specsOf = (options: Options) =>
  syncFunctions(serve({ client: inngest, functions: [inngest.createFunction(options, async () => {})] }));

test('everything that a function may declare arrives through the SDK as it was meant', async () => {
  const [spec, failure] = await specsOf({
    id: 't',
    triggers: [{ event: 'a' }, { event: 'b', if: "event.data.kind == 'x'" }, { cron: 'TZ=Europe/Berlin 5 4 * * 1' }],
    retries: 2,
    concurrency: [
      { limit: 1, key: 'event.data.id' },
      { limit: 2, scope: 'fn' },
    ],
    cancelOn: [{ event: 'stop', match: 'data.id' }],
    singleton: { mode: 'skip', key: 'event.data.id' },
    idempotency: 'event.data.id',
    timeouts: { start: '10s', finish: '1h' },
    onFailure: async () => {},
  });
  expect(spec).toMatchObject({
    id: 'freshet-t',
    maxAttempts: 3,
    crons: ['TZ=Europe/Berlin 5 4 * * 1'],
    limits: [{ max: 1 }, { max: 2 }],
    singleton: { mode: 'skip' },
    startTimeoutMs: 10_000,
    finishTimeoutMs: 3_600_000,
  });
  const event = (name: string, data = {}) => ({ id: 'i', name, data, ts: 0 });
  expect(spec?.triggers.map((trigger) => [trigger.event, trigger.matches(event('b', { kind: 'y' }))])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(spec?.limits.map((limit) => limit.key(event('a', { id: 7 })))).toEqual(['7', '']);
  expect(failure).toMatchObject({ id: 'freshet-t-failure', maxAttempts: 2, limits: [] });
  expect(failure?.triggers[0]?.matches(event('inngest/function.failed', { function_id: 'freshet-t' }))).toBe(true);
});

test('a function that declares nothing gets a server’s defaults', async () => {
  expect(await specsOf({ id: 't' })).toMatchObject([
    { maxAttempts: 5, triggers: [], crons: [], limits: [], cancels: [], debounce: null, finishTimeoutMs: null },
  ]);
  expect(await specsOf({ id: 't', concurrency: 5 })).toMatchObject([{ limits: [{ max: 5 }] }]);
});

test.each<[string, Partial<Options>, RegExp]>([
  ['throttle', { throttle: { limit: 1, period: '1s' } }, /throttle/],
  ['rateLimit', { rateLimit: { limit: 1, period: '1s' } }, /rateLimit/],
  ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }, /batchEvents/],
  ['priority', { priority: { run: '100' } }, /priority/],
  ['account scope', { concurrency: { limit: 1, key: "'x'", scope: 'account' } }, /concurrency/],
  ['computed key', { concurrency: { limit: 1, key: 'event.data.a + event.data.b' } }, /event\.data\.a \+ event/],
  ['cancelOn timeout', { cancelOn: [{ event: 'e', match: 'data.a', timeout: '1h' }] }, /cancel/],
  ['cancelOn without match', { cancelOn: [{ event: 'e' }] }, /cancelOn/],
  ['cancelOn condition', { cancelOn: [{ event: 'e', if: 'async.data.a > 5' }] }, /async\.data\.a > 5/],
  ['event pattern', { triggers: [{ event: 'a/*' }] }, /a\/\*/],
  ['trigger condition', { triggers: [{ event: 'a', if: 'event.data.n > 5' }] }, /event\.data\.n > 5/],
  ['debounce and singleton', { debounce: { period: '1s' }, singleton: { mode: 'skip' } }, /debounce/],
])('%s is refused at the start with a sentence that names the function', async (_, options, what) => {
  const refused = specsOf({ id: 'bad-one', ...options } as Options);
  await expect(refused).rejects.toThrow(/freshet-bad-one asks for something the embedded engine does not do/);
  await expect(refused).rejects.toThrow(what);
});

test('what is not a config is refused too', () => {
  expect(() => readConfigs([{ name: 'no id' }])).toThrow(/without an id/);
});

test('a cron expression that cannot be read is refused', async () => {
  for (const cron of ['every day', '* * * * * *', '61 * * * *', 'TZ=Nowhere/Land * * * * *']) {
    const specs = await specsOf({ id: 't', triggers: [{ cron }] });
    expect(() => readSchedules(specs)).toThrow(`"${cron}"`);
  }
});

// The SDK's handler against recorded exchanges: what it is asked, what it asks of its network, what it answers.
import path from 'node:path';
import { serve } from 'inngest/edge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inngest } from '../../client';
import { setEnginePort } from '../engine-port';
import { samples } from '../sample-functions';
import { syncFunctions } from '../sync-functions';
import type { StepRecord } from './claim';
import { buildCall, opSchema, readAnswer, readCheckpoint } from './protocol';

const handler = serve({ client: inngest, functions: samples });
const FIXTURES = path.join(import.meta.dirname, '../fixtures');
let network: object[] = [];
let isHeld = true;

beforeEach(() => {
  network = [];
  isHeld = true;
  setEnginePort({
    send: async ({ ts: _, ...event }) => void network.push({ event }),
    checkpoint: async (runId, ops) => {
      network.push({ checkpoint: runId, ops: ops.map(plainOp), isHeld });
      return isHeld;
    },
  });
});
afterEach(() => setEnginePort(undefined));

const done = (id: string, position: number, output: unknown): StepRecord => ({
  id,
  name: id,
  kind: 'run',
  state: 'done',
  position,
  attempt: 0,
  dueAt: 0,
  output,
});
const planned = (id: string): StepRecord => ({ ...done(id, 0, null), state: 'planned', position: null });

/** The SDK's ids: SHA-1 of the step's name, and of name:1 for the second of a name. */
const ID = {
  a: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8',
  b: 'e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98',
};

/** Stacks and times differ from run to run. */
function plainOp(op: unknown): unknown {
  return JSON.parse(
    JSON.stringify(op, (key, value) => {
      if (key === 'stack' && typeof value === 'string') return '(stack)';
      return key === 'timing' ? undefined : value;
    }),
  );
}

const EXCHANGES: {
  name: string;
  id: string;
  steps?: StepRecord[];
  attempt?: number;
  stepId?: string;
  isDiscovery?: boolean;
  isLost?: boolean;
}[] = [
  { name: 'sequence-from-the-start', id: 'sequence' },
  { name: 'sequence-resumed', id: 'sequence', steps: [done(ID.a, 0, { greeting: 'hello again' })] },
  { name: 'sequence-after-a-retry', id: 'sequence', attempt: 1 },
  { name: 'sequence-taken-over', id: 'sequence', isLost: true },
  { name: 'parallel-planned', id: 'parallel' },
  { name: 'parallel-one-step', id: 'parallel', steps: [planned(ID.a), planned(ID.b)], stepId: ID.b },
  { name: 'parallel-half-done', id: 'parallel', steps: [planned(ID.a), done(ID.b, 0, 'B')], isDiscovery: true },
  { name: 'parallel-joined', id: 'parallel', steps: [done(ID.a, 1, 'A'), done(ID.b, 0, 'B')] },
  { name: 'two-steps-of-one-name', id: 'twice' },
  { name: 'retry-after-60-s', id: 'later', steps: [done(ID.a, 0, 'A')] },
  { name: 'retry-after-240-s', id: 'later', steps: [done(ID.a, 0, 'A')], attempt: 2 },
  { name: 'last-attempt', id: 'later', steps: [done(ID.a, 0, 'A')], attempt: 3 },
  { name: 'not-retriable', id: 'never' },
  { name: 'error-outside', id: 'outside' },
  { name: 'error-outside-last', id: 'outside', attempt: 4 },
  { name: 'sleep', id: 'sleeping' },
  { name: 'send', id: 'sending' },
];

test.each(EXCHANGES)('$name', async ({ name, id, steps = [], attempt = 0, stepId, isDiscovery = false, isLost }) => {
  isHeld = !isLost;
  const specs = await syncFunctions(handler);
  const spec = specs.find((candidate) => candidate.id === `freshet-${id}`)!;
  const event = { id: 'event-1', name: `sample/${id}`, data: { name: 'you' }, ts: 1_900_000_000_000 };
  const run = { id: 'run-1', events: [event] };
  const request = buildCall({ run, spec, steps, attempt, stepId, isDiscovery });
  const asked = { url: request.url, body: JSON.parse(await request.clone().text()) as unknown };
  const response = await handler(request);
  const text = await response.text();
  const { headers } = response;
  const answered = {
    status: response.status,
    retryAfter: headers.get('retry-after'),
    noRetry: headers.get('x-inngest-no-retry'),
    body: plainOp(JSON.parse(text)),
  };
  const understood = plainOp(readAnswer(response.status, headers, text));
  const exchange = { asked, network, answered, understood };
  await expect(`${JSON.stringify(exchange, null, 2)}\n`).toMatchFileSnapshot(path.join(FIXTURES, `${name}.json`));
});

test('what the functions declare', async () => {
  const response = await handler(
    new Request('http://freshet.invalid/api/inngest', {
      method: 'PUT',
      headers: { host: 'freshet.invalid', 'x-inngest-sync-kind': 'in_band' },
      body: JSON.stringify({ url: 'http://freshet.invalid/api/inngest' }),
    }),
  );
  const { functions } = (await response.json()) as { functions: unknown[] };
  await expect(`${JSON.stringify(functions, null, 2)}\n`).toMatchFileSnapshot(path.join(FIXTURES, 'declared.json'));
});

test('answers and checkpoints that are not the protocol’s are refused', () => {
  expect(() => readAnswer(206, new Headers(), '{"not": "a list"}')).toThrow();
  expect(() => readAnswer(206, new Headers(), '[{"op": "StepRun"}]')).toThrow();
  expect(() => readAnswer(200, new Headers(), 'not json')).toThrow();
  expect(() => readCheckpoint('{"steps": [{"id": ""}]}')).toThrow();
  expect(opSchema.safeParse({ id: 'a', op: 'StepRun' }).success).toBe(true);
});

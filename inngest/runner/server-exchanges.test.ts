// What a real Inngest server (`inngest start`) asked of functions like ours, and was answered: our calls say the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { FunctionSpec } from './config/config';
import type { StepRecord } from './steps/claim';
import { buildCall, type Outcome, readAnswer } from './steps/protocol';

const exchangeSchema = z.object({
  url: z.string(),
  asked: z.looseObject({
    event: z.record(z.string(), z.unknown()),
    steps: z.record(z.string(), z.unknown()),
    ctx: z.looseObject({
      attempt: z.int(),
      max_attempts: z.int(),
      disable_immediate_execution: z.boolean(),
      stack: z.object({ stack: z.array(z.string()), current: z.int() }),
    }),
  }),
  status: z.int(),
  retryAfter: z.string().nullable(),
  noRetry: z.string().nullable(),
  answered: z.unknown(),
});

const fixture = path.join(import.meta.dirname, 'fixtures/server-exchanges.json');
const exchanges = z.array(exchangeSchema).parse(JSON.parse(readFileSync(fixture, 'utf8')));
const named = exchanges.map((exchange, index) => ({ ...exchange, name: `${index} ${exchange.url}` }));

function understood(exchange: (typeof exchanges)[number]): Outcome {
  const headers = new Headers();
  if (exchange.retryAfter !== null) headers.set('retry-after', exchange.retryAfter);
  if (exchange.noRetry !== null) headers.set('x-inngest-no-retry', exchange.noRetry);
  return readAnswer(exchange.status, headers, JSON.stringify(exchange.answered));
}

test.each(named)('$name: our call has nothing that the server’s lacks, in the same types', async (exchange) => {
  const steps = Object.entries(exchange.asked.steps).map(([id, value], position): StepRecord => {
    const memo = value as { data?: unknown; error?: unknown } | null;
    const state = memo && 'error' in memo ? 'failed' : 'done';
    return {
      id,
      name: id,
      kind: 'run',
      state,
      position,
      attempt: 0,
      dueAt: 0,
      output: memo?.error ?? memo?.data ?? null,
    };
  });
  const { event, ctx } = exchange.asked;
  const url = new URL(exchange.url, 'http://freshet.invalid');
  const stepId = url.searchParams.get('stepId') ?? 'step';
  const request = buildCall({
    run: { id: 'run', events: [{ id: 'e', name: 'n', data: event.data as Record<string, unknown>, ts: 1 }] },
    spec: { id: 'fn', url: url.href, maxAttempts: ctx.max_attempts } as FunctionSpec,
    steps,
    attempt: ctx.attempt,
    isDiscovery: ctx.disable_immediate_execution,
    ...(stepId === 'step' ? {} : { stepId }),
  });
  expect(request.url).toBe(url.href);
  const ours = (await request.json()) as (typeof exchange)['asked'];
  const shape = (value: object) =>
    Object.entries(value).map(([key, part]) => `${key}: ${Array.isArray(part) ? 'list' : typeof part}`);
  expect(shape(exchange.asked)).toEqual(expect.arrayContaining(shape(ours)));
  expect(shape(ctx)).toEqual(expect.arrayContaining(shape(ours.ctx)));
  expect(shape(event)).toEqual(expect.arrayContaining(shape(ours.event)));
  expect(Object.keys(ours.steps).sort()).toEqual(Object.keys(exchange.asked.steps).sort());
  expect([...ours.ctx.stack.stack].sort()).toEqual([...ctx.stack.stack].sort());
  expect(ours.ctx).toMatchObject({ attempt: ctx.attempt, max_attempts: ctx.max_attempts });
});

test('every answer that the server was given is understood', () => {
  const seen = exchanges.map((exchange) => {
    const outcome = understood(exchange);
    return outcome.kind === 'ops' ? outcome.ops.map((op) => op.op).join(' ') : outcome.kind;
  });
  expect(new Set(seen)).toEqual(
    new Set(['StepPlanned StepPlanned', 'StepRun', 'Sleep', 'StepError', 'StepFailed', 'error', 'done']),
  );
  const failures = exchanges
    .map(understood)
    .flatMap((outcome) => ('retryAfterMs' in outcome ? [outcome.retryAfterMs] : []));
  expect(failures.filter((ms) => ms !== null)).toEqual([1000, 1000]);
});

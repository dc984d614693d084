// What the SDK believes to be the network: sends and checkpoints, answered by the engine in this process.
import { createHash, randomUUID } from 'node:crypto';
import { getAsyncCtx } from 'inngest/experimental';
import { z } from 'zod';
import type { EngineEvent } from './config/expression';
import { type Op, readCheckpoint } from './steps/protocol';

export interface EnginePort {
  send: (event: EngineEvent) => Promise<void>;
  checkpoint: (runId: string, ops: Op[]) => Promise<boolean>;
}

const sentSchema = z.array(
  z.object({
    id: z.string().min(1).optional(),
    name: z.string().min(1),
    data: z.record(z.string(), z.unknown()).default({}),
    ts: z.number().optional(),
  }),
);

const answer = (status: number, body: unknown) => Response.json(body, { status });

/** Answers one request of the SDK's. */
export async function engineFetch(
  port: EnginePort,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const text = typeof init.body === 'string' ? init.body : '';
  if (pathname.startsWith('/e/')) {
    const seed = await sender();
    const events = sentSchema.parse(JSON.parse(text)).map((event, index) => ({
      ...event,
      id: event.id ?? eventId(seed ?? new Headers(init.headers).get('x-inngest-event-id-seed'), index, event),
      ts: event.ts ?? Date.now(),
    }));
    for (const event of events) await port.send(event);
    return answer(200, { ids: events.map((event) => event.id), status: 200 });
  }
  const [, runId] = /^\/v1\/checkpoint\/([^/]+)\/async$/.exec(pathname) ?? [];
  if (runId) {
    const isHeld = await port.checkpoint(decodeURIComponent(runId), readCheckpoint(text));
    return isHeld ? answer(200, {}) : answer(409, { error: 'the run is no longer this process’s' });
  }
  return answer(404, { error: `The embedded engine has no ${pathname}.` });
}

/** The step that is sending, so that a step which is repeated after a crash sends the same ids. */
async function sender(): Promise<string | null> {
  const execution = (await getAsyncCtx())?.execution;
  const step = execution?.executingStep;
  return execution && step ? `${execution.ctx.runId}:${step.hashedId ?? step.id}` : null;
}

function eventId(seed: string | null, index: number, event: { name: string; data: unknown }): string {
  const content = JSON.stringify([seed ?? randomUUID(), index, event.name, event.data]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

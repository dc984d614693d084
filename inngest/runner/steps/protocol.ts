// One call of the SDK's protocol: a request that holds the memoised steps, and what the answer means.
import { z } from 'zod';
import type { FunctionSpec } from '../config/config';
import { parseRetryAfter } from '../config/duration';
import type { ClaimedRun, StepRecord } from './claim';

export type Handler = (request: Request) => Promise<Response>;

export const opSchema = z.object({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.looseObject({ parallelMode: z.string().optional() }).nullish(),
});
export type Op = z.infer<typeof opSchema>;

export type Outcome =
  | { kind: 'done'; output: unknown }
  | { kind: 'ops'; ops: Op[]; retryAfterMs: number | null }
  | { kind: 'error'; error: unknown; isRetriable: boolean; retryAfterMs: number | null }
  /** The code no longer has the step that was asked for. */
  | { kind: 'step-missing' };

export interface Call {
  run: Pick<ClaimedRun, 'id' | 'events'>;
  spec: FunctionSpec;
  steps: Iterable<StepRecord>;
  attempt: number;
  /** Runs this planned step alone; otherwise the function goes on from where its steps leave it. */
  stepId?: string;
  /** Reports steps without running one, because others of the run are still planned. */
  isDiscovery: boolean;
}

/** The name under which calls carry the run, for checkpoints to come back under. */
const queueItem = (runId: string) => `run:${runId}`;

/** Builds the POST that calls a function. */
export function buildCall(call: Call): Request {
  const url = new URL(call.spec.url);
  if (call.stepId) url.searchParams.set('stepId', call.stepId);
  const finished = [...call.steps].filter((step) => step.state !== 'planned');
  finished.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const steps = Object.fromEntries(
    finished.map((step) => [
      step.id,
      step.state === 'done' ? { type: 'data', data: step.output ?? null } : { type: 'error', error: step.output },
    ]),
  );
  const body = {
    version: 2,
    event: call.run.events[0],
    events: call.run.events,
    steps,
    ctx: {
      run_id: call.run.id,
      fn_id: call.spec.id,
      qi_id: queueItem(call.run.id),
      attempt: call.attempt,
      max_attempts: call.spec.maxAttempts,
      disable_immediate_execution: call.isDiscovery,
      use_api: false,
      stack: { stack: finished.map((step) => step.id), current: finished.length },
    },
  };
  return new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', host: url.host, 'x-inngest-server-kind': 'dev' },
    body: JSON.stringify(body),
  });
}

/** Calls the function in process and reads its answer. */
export async function callFunction(handler: Handler, call: Call): Promise<Outcome> {
  const response = await handler(buildCall(call));
  return readAnswer(response.status, response.headers, await response.text());
}

/** Reads an answer. Throws if it is not one of the protocol's. */
export function readAnswer(status: number, headers: Headers, text: string): Outcome {
  const body: unknown = text === '' ? null : JSON.parse(text);
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), Date.now());
  if (status === 200) return { kind: 'done', output: body };
  if (status === 206) {
    const ops = z.array(opSchema).parse(body);
    const complete = ops.find((op) => op.op === 'RunComplete');
    if (complete && ops.length === 1) return { kind: 'done', output: complete.data };
    return { kind: 'ops', ops, retryAfterMs };
  }
  if (typeof body === 'object' && body !== null && 'requestedStep' in body) return { kind: 'step-missing' };
  return { kind: 'error', error: body, isRetriable: headers.get('x-inngest-no-retry') !== 'true', retryAfterMs };
}

/** Reads the steps that the SDK saves while a function is still running. Throws if they are not the protocol's. */
export function readCheckpoint(text: string): Op[] {
  return z.object({ steps: z.array(opSchema) }).parse(JSON.parse(text)).steps;
}

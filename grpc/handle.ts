// Wraps every method: who calls, whose turn it is, what of the request is right, and how errors are told.
import { type handleServerStreamingCall, type handleUnaryCall, status } from '@grpc/grpc-js';
import type { z } from 'zod';
import type { Actor, Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type Cost, countRequest } from '@/lib/limits/caller-limits';
import { callerOfActor, networkCaller, requestShare, workShare } from '@/lib/shares';
import { type Call, callerOf } from './caller';
import { statusOf } from './status';

/** What the process provides to every call. */
export type Surroundings = Omit<Context, 'actor'>;

export interface Asked<T> {
  ctx: Context;
  request: T;
  metadata: Call['metadata'];
  /** Aborts when the caller has cancelled, gone, or waited for as long as its deadline says. */
  signal: AbortSignal;
  /** Who calls, asked anew: a token may have been revoked since. */
  actorNow: () => Promise<Actor>;
}

const STOPPING = { code: status.UNAVAILABLE, details: 'The server is stopping. Call again in a moment.' };

/** A method with one answer. */
export function unary<In extends object, T, Out>(
  parts: Surroundings,
  cost: Cost,
  schema: z.ZodType<T>,
  answer: (asked: Asked<T>) => Promise<Out>,
): handleUnaryCall<In, Out> {
  return (call, callback) => {
    const gone = goneOf(call);
    const work = async () => {
      const asked = await ask(parts, call, schema, { cost, signal: gone });
      const caller = callerOfActor(asked.ctx.actor);
      const giveBack = caller ? await requestShare('pages').take(caller, { signal: gone }) : () => {};
      try {
        return await answer(asked);
      } finally {
        giveBack();
      }
    };
    work().then(
      (value) => callback(null, value),
      (error: unknown) => {
        // Nobody hears it, and nothing went wrong.
        if (!gone.aborted) callback(statusOf(error, call.getPath()));
      },
    );
  };
}

/**
 * A method whose answers come as they happen; the next is asked for once the caller has taken the last. When the server
 * stops, callers are told so that they come back.
 */
export function streaming<In extends object, T, Out>(
  parts: Surroundings,
  schema: z.ZodType<T>,
  answer: (asked: Asked<T>) => AsyncIterable<Out>,
  stopping: AbortSignal,
): handleServerStreamingCall<In, Out> {
  return (call) => {
    const gone = AbortSignal.any([goneOf(call), stopping]);
    const work = async () => {
      const asked = await ask(parts, call, schema, { cost: 'read', signal: gone });
      const caller = callerOfActor(asked.ctx.actor);
      const giveBack = caller ? await workShare('streams').take(caller, { signal: gone }) : () => {};
      try {
        for await (const value of answer(asked)) {
          if (gone.aborted) return;
          if (!call.write(value)) await drained(call, gone);
        }
      } finally {
        giveBack();
      }
    };
    work().then(
      () => {
        if (stopping.aborted && !call.cancelled) call.emit('error', STOPPING);
        else call.end();
      },
      (error: unknown) => {
        if (stopping.aborted) call.emit('error', STOPPING);
        else if (!gone.aborted) call.emit('error', statusOf(error, call.getPath()));
      },
    );
  };
}

async function ask<T>(
  parts: Surroundings,
  call: Call & { request: unknown },
  schema: z.ZodType<T>,
  { cost, signal }: { cost: Cost; signal: AbortSignal },
): Promise<Asked<T>> {
  const { actor, network } = await callerOf(parts, call).catch((error: unknown) => {
    // Whoever tries out tokens has the share of a visitor.
    countRequest(parts.env, networkCaller(call.getPeer()), 'change');
    throw error;
  });
  const caller = callerOfActor(actor);
  if (caller) countRequest(parts.env, caller, cost);
  const parsed = schema.safeParse(call.request);
  if (!parsed.success) throw new AppError('invalid', explain(parsed.error));
  const actorNow = async () => (await callerOf(parts, call)).actor;
  return { ctx: { ...parts, actor, network }, request: parsed.data, metadata: call.metadata, signal, actorNow };
}

function explain(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'The request'}: ${message}.`).join(' ');
}

/** grpc-js says `cancelled` for a caller who cancels or goes, and when the deadline is over. */
function goneOf(call: { on: (event: 'cancelled', listener: () => void) => unknown; cancelled: boolean }): AbortSignal {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  if (call.cancelled) gone.abort();
  return gone.signal;
}

async function drained(call: NodeJS.EventEmitter, gone: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    call.once('drain', resolve);
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

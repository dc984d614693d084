// Bounds the work that readers of pages cause for git: each caller has a share of the places, nobody holds one for
// long, and the work ends when its reader leaves.
import { clientGone } from '@/lib/asking';
import type { Actor } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { inTurn } from '@/lib/shares';

const TIMEOUT_MS = 20_000;

/**
 * Runs `work`, which reads a mirror, in the actor's turn, with a signal that ends it: after 20 seconds, when the client
 * of the request at hand has gone, and when `ended` aborts. Not to be called within itself. Throws AppError
 * `limit` (retryable) if too many wait already or the caller has left, `internal` (kind `timeout`) if it takes too
 * long.
 */
export async function readMirror<T>(
  actor: Actor,
  work: (signal: AbortSignal) => Promise<T>,
  ended?: AbortSignal,
): Promise<T> {
  const left = either(ended, clientGone());
  try {
    return await inTurn('mirrors', actor, () => inTime(work, left), { signal: left });
  } catch (error) {
    throw left?.aborted ? gaveUp(error) : error;
  }
}

async function inTime<T>(work: (signal: AbortSignal) => Promise<T>, left: AbortSignal | undefined): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(tookTooLong()), TIMEOUT_MS);
  try {
    return await work(left ? AbortSignal.any([left, late.signal]) : late.signal);
  } finally {
    clearTimeout(timer);
  }
}

function either(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a && b ? AbortSignal.any([a, b]) : (a ?? b);
}

function gaveUp(cause: unknown): AppError {
  return new AppError('limit', 'This was not read any further, because whoever asked for it has left.', {
    retryable: true,
    retryAfterSeconds: 1,
    cause,
  });
}

function tookTooLong(): AppError {
  return new AppError('internal', 'Reading this took too long and was given up. Try again, or a smaller part of it.', {
    kind: 'timeout',
    retryable: true,
  });
}

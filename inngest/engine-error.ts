// Says in the engine's words what an AppError says: never again, or again after so many seconds.
import { NonRetriableError, RetryAfterError } from 'inngest';
import { toAppError } from '@/lib/errors';
import { secondsToRetry } from '@/lib/sync/run/seconds-to-retry';

/**
 * Turns a failed step's error into Inngest's. `attempt` counts from 0; `retrySeconds` holds the wait after each
 * attempt, and upstream's own Retry-After wins if it asks for longer.
 */
export function engineError(error: unknown, attempt: number, retrySeconds: readonly number[]): Error {
  const failure = toAppError(error);
  const seconds = secondsToRetry(failure, waitAfter(attempt, retrySeconds));
  if (seconds === null) return new NonRetriableError(failure.message, { cause: failure });
  return new RetryAfterError(failure.message, seconds * 1000, { cause: failure });
}

/** Seconds to wait after `attempt`, which counts from 0. */
export function waitAfter(attempt: number, retrySeconds: readonly number[]): number {
  return retrySeconds[Math.min(attempt, retrySeconds.length - 1)] ?? 60;
}

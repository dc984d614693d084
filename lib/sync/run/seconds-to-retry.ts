// How long after a failure the next attempt follows: for the engine, which waits, and for the run, which says so.
import type { AppError } from '@/lib/errors';

/** `wait` seconds, or as long as upstream asks for if that is longer; null if no attempt follows. */
export function secondsToRetry(failure: AppError, wait: number | null): number | null {
  return wait === null || !failure.retryable ? null : Math.max(wait, failure.retryAfterSeconds ?? 0);
}

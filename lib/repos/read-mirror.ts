// Bounds what readers of pages may have git do: a crowd of them waits in line, and none holds a place for long.
import pLimit from 'p-limit';
import { AppError } from '@/lib/errors';

const AT_ONCE = 16;
const MAX_WAITING = 500;
const TIMEOUT_MS = 20_000;

const gate = pLimit(AT_ONCE);

/**
 * Runs `work`, which reads a mirror, with a signal that ends it. Throws AppError `limit` (retryable) where too many wait
 * already, `internal` (kind `timeout`) where it takes too long.
 */
export async function readMirror<T>(work: (signal: AbortSignal) => Promise<T>, caller?: AbortSignal): Promise<T> {
  if (gate.pendingCount >= MAX_WAITING) {
    throw new AppError('limit', 'Too many people are reading repositories right now. Try again in a moment.', {
      retryable: true,
      retryAfterSeconds: 5,
    });
  }
  return await gate(async () => {
    caller?.throwIfAborted();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(tookTooLong()), TIMEOUT_MS);
    try {
      return await work(caller ? AbortSignal.any([caller, late.signal]) : late.signal);
    } finally {
      clearTimeout(timer);
    }
  });
}

function tookTooLong(): AppError {
  return new AppError('internal', 'Reading this took too long and was given up. Try again, or a smaller part of it.', {
    kind: 'timeout',
    retryable: true,
  });
}

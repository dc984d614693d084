// Work with a host that ends in time, whatever the host does.
import { AppError } from '@/lib/errors';

/**
 * Runs `work` with a signal that aborts after `ms` and when `outer` does, and does not wait for it any longer then: what
 * ignores its signal is left behind. Throws AppError `upstream` (kind `timeout`).
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const seconds = Math.max(1, Math.round(ms / 1000));
  const timer = setTimeout(() => late.abort(tooLate(`It did not answer within ${seconds} s.`)), ms);
  const signal = outer ? AbortSignal.any([outer, late.signal]) : late.signal;
  const aborted = new Promise<never>((_, reject) => {
    const end = () => reject(late.signal.aborted ? late.signal.reason : tooLate('There was no time left to look.'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(message: string): AppError {
  return new AppError('upstream', message, { kind: 'timeout', retryable: true });
}

// What keeps git from running to its end, as an error people can act on.
import { AppError } from '@/lib/errors';
import { timeoutError } from './errors';

/** `reason` is what it was stopped with; `what` begins a sentence. */
export function stoppedError(reason: unknown, what: string, timeoutMs: number): AppError {
  if (reason instanceof AppError) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return timeoutError(what, timeoutMs, reason);
  return new AppError('internal', `${what} was cancelled.`, { kind: 'internal', retryable: true, cause: reason });
}

export function tooMuchOutput(maxBytes: number): AppError {
  return new AppError('limit', `git's answer was larger than ${maxBytes} bytes and was cut off.`, {
    kind: 'too_large',
  });
}

/** `cause` is what starting it failed with. */
export function notStarted(cause: unknown): AppError {
  const { code } = cause as NodeJS.ErrnoException;
  const isMissing = code === 'ENOENT' || code === 'EACCES';
  const hint = isMissing ? 'Is it installed and on the PATH?' : 'The details are in the server log.';
  return new AppError('internal', `git could not be started. ${hint}`, {
    kind: 'internal',
    retryable: !isMissing,
    cause,
  });
}

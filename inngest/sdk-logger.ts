// What Inngest's SDK logs, without what is said elsewhere: it tells of every failed step, with its stack.

import { AppError } from '@/lib/errors';
import type { Logger } from '@/lib/log';

/** A logger for the SDK. A failure of a sync is written to its run and logged there; all others are told here. */
export function sdkLogger(log: Logger) {
  return {
    debug: log.debug.bind(log),
    info: log.info.bind(log),
    warn: log.warn.bind(log),
    error: (entry: unknown, ...rest: unknown[]) => {
      const level = isRecorded(entry) ? 'debug' : 'error';
      Reflect.apply(log[level], log, [entry, ...rest]);
    },
  };
}

/** `engineError` wraps what a stage has recorded: an AppError is the cause of what it throws. */
function isRecorded(entry: unknown): boolean {
  const error = (entry as { err?: unknown } | null)?.err;
  return error instanceof Error && error.cause instanceof AppError;
}

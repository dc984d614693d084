// What Inngest's SDK logs, without what is logged elsewhere: the SDK logs every failed step, with its stack.

import { AppError } from '@/lib/errors';
import type { Logger } from '@/lib/log';

/** An error may be its own cause. */
const MOST_CAUSES = 5;

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

/**
 * `engineError` wraps what a stage has recorded: an AppError is the cause of what it throws. The SDK tells of a step
 * that has failed for good by a copy of its error, in which an AppError is known by its name.
 */
function isRecorded(entry: unknown): boolean {
  let cause = ((entry as { err?: unknown } | null)?.err as Error | undefined)?.cause as Error | undefined;
  for (let depth = 0; cause && depth < MOST_CAUSES; depth++) {
    if (cause instanceof AppError || cause.name === 'AppError') return true;
    cause = cause.cause as Error | undefined;
  }
  return false;
}

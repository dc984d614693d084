// Watches how quickly a transfer brings something. It looks at what has reached the disk, so it works for every
// transport, and neither keep-alives nor messages count as content.

import path from 'node:path';
import { AppError } from '@/lib/errors';
import { storedBytes } from './size-watch';

/** A transfer is too slow if it brings less than `bytesPerSecond` over `ms` milliseconds. */
export interface SlowRule {
  bytesPerSecond: number;
  ms: number;
}

const EVERY_MS = 500;

/** Calls `onSlow` once with the error to end the transfer with. `end` ends the watch; it may be called more than once. */
export function watchRate(
  dir: string,
  rule: SlowRule | undefined,
  onSlow: (error: AppError) => void,
): { end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isOver = rule === undefined || rule.bytesPerSecond === 0;
  const isSlow = rule && slowness(rule, performance.now());
  const look = async () => {
    // The watch on the folder's size tells of a folder that cannot be read.
    const bytes = await storedBytes(path.join(dir, 'objects', 'pack')).catch(() => 0);
    if (isOver || !isSlow || !rule) return;
    if (isSlow(bytes, performance.now())) return onSlow(slowError(rule));
    timer = setTimeout(look, EVERY_MS);
  };
  if (!isOver) timer = setTimeout(look, EVERY_MS);
  return {
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Takes a growing number of bytes, each with the time in milliseconds at which it was read. Says whether to give up:
 * when `ms` have passed without the bytes that should have come in that time.
 */
export function slowness({ bytesPerSecond, ms }: SlowRule, startedAt: number): (bytes: number, at: number) => boolean {
  const wanted = (bytesPerSecond * ms) / 1000;
  let since = { bytes: 0, at: startedAt };
  return (bytes, at) => {
    // Fewer than before: something half-written was removed, and something else begins.
    if (bytes < since.bytes || bytes - since.bytes >= wanted) since = { bytes, at };
    return at - since.at >= ms;
  };
}

function slowError({ bytesPerSecond, ms }: SlowRule): AppError {
  return new AppError(
    'upstream',
    `Upstream brought less than ${bytesPerSecond.toLocaleString('en')} bytes a second for ${Math.round(ms / 1000)} s, so the fetch was given up and others have its place; it is tried again. If it has to be so slow, set FRESHET_SLOW_FETCH_BYTES_PER_SECOND or FRESHET_SLOW_FETCH_SECONDS.`,
    { kind: 'timeout', retryable: true },
  );
}

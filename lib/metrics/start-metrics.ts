// Begins to measure what this process does.
import { instruments } from '@/lib/instruments';
import { watchHttp } from './watch-http';

const holder = globalThis as typeof globalThis & { freshetIsMeasured?: boolean };

/** Can be called again: it begins once in a process. */
export function startMetrics(): void {
  if (holder.freshetIsMeasured) return;
  holder.freshetIsMeasured = true;
  instruments();
  watchHttp();
}

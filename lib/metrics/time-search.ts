// Times a search and says how it ended.
import { performance } from 'node:perf_hooks';
import { AppError } from '@/lib/errors';
import { instruments } from '@/lib/instruments';

/** Runs `search` and passes on what it answers or throws. */
export async function timeSearch<T>(search: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const startedAt = performance.now();
  const observe = (outcome: string) =>
    instruments().searchSeconds.observe({ outcome }, (performance.now() - startedAt) / 1000);
  try {
    const answer = await search();
    observe('ok');
    return answer;
  } catch (error) {
    observe(signal?.aborted ? 'aborted' : error instanceof AppError ? error.code : 'internal');
    throw error;
  }
}

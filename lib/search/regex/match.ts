// Matches patterns without holding the event loop: what may take long is done in threads, within the search's time.
import path from 'node:path';
import { log } from '@/lib/log';
import { NotBegun, WorkerThreads } from '@/lib/process/worker-threads';
import type { CompiledRegex } from './compile';

/** Steps that are taken here without asking: some 10 ms at worst, and less than a thread costs. */
const LIGHT_STEPS = 250_000;
/** As many searches run at once (`lib/shares.ts`): none waits for the pattern of another. */
const THREADS = 4;

/** How much time a search has left. */
export interface TimeLeft {
  left: () => number;
  isOver: () => boolean;
  signal?: AbortSignal | undefined;
}

const holder = globalThis as typeof globalThis & { freshetMatchers?: WorkerThreads };

/** Whether each text has a match; null if time was up before. Throws what the signal aborts with. */
export async function testTexts(compiled: CompiledRegex, texts: string[], time: TimeLeft): Promise<boolean[] | null> {
  if (texts.reduce((sum, text) => sum + compiled.steps(text), 0) <= LIGHT_STEPS) return texts.map(compiled.test);
  const { pattern, ignoreCase } = compiled;
  return await inThread<boolean[]>('testTexts', { pattern, ignoreCase, texts }, time);
}

/**
 * The ranges of the first `max` matches of a text that are not empty, as `CompiledRegex.ranges` gives them; null if time
 * was up before. Throws what the signal aborts with.
 */
export async function findRanges(
  compiled: CompiledRegex,
  text: string,
  { max, time }: { max: number; time: TimeLeft },
): Promise<number[] | null> {
  if (compiled.steps(text) <= LIGHT_STEPS) return compiled.ranges(text, max);
  const { pattern, ignoreCase } = compiled;
  return await inThread<number[]>('findRanges', { pattern, ignoreCase, text, max }, time);
}

/** Ends all threads; the next pattern starts new ones. */
export async function closeMatchers(): Promise<void> {
  const threads = holder.freshetMatchers;
  holder.freshetMatchers = undefined;
  await threads?.close();
}

async function inThread<T>(name: string, task: unknown, time: TimeLeft): Promise<T | null> {
  const { signal } = time;
  signal?.throwIfAborted();
  if (time.isOver()) return null;
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  holder.freshetMatchers ??= new WorkerThreads(
    path.join(process.cwd(), 'lib', 'search', 'regex', 'worker.mjs'),
    THREADS,
  );
  const ms = time.left();
  try {
    return await holder.freshetMatchers.run<T>(name, task, {
      timeoutMs: ms,
      waitMs: ms,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    signal?.throwIfAborted();
    // A thread that ran out of memory costs the search its result, not the process.
    if (!time.isOver() && !(error instanceof NotBegun)) log.warn({ err: error, task: name }, 'a pattern was given up');
    return null;
  }
}

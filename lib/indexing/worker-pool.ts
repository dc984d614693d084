// The worker threads that indexing and embedding share, one pool a process. A task that hangs costs its thread, not the process.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pLimit, { type LimitFunction } from 'p-limit';
import Piscina from 'piscina';
import { log } from '@/lib/log';

const MAX_THREADS = 4;
const MAX_HEAP_MB = 256;

interface Workers {
  threads: Piscina;
  /** Tasks wait here and not in the pool, so that a task's time runs only while it does. */
  gate: LimitFunction;
}

const holder = globalThis as typeof globalThis & { freshetWorkers?: Workers };

/** Threads of the pool: one core stays with the event loop and the database. */
export function workerThreads(): number {
  return Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1));
}

/** Starts a thread ahead of its first task, which then does not wait for it. */
export function warmWorkers(): void {
  pool();
}

export interface TaskOptions {
  /** Milliseconds after which the thread is ended and the task rejected. */
  timeoutMs: number;
  signal?: AbortSignal;
  transfer?: ArrayBuffer[];
}

/** Runs the exported function `name` of the worker module. Rejects when the thread fails, ends or takes too long. */
export async function runInWorker<T>(
  name: 'analyzeFiles' | 'embedChunks' | 'fitModel',
  task: unknown,
  o: TaskOptions,
): Promise<T> {
  const { threads, gate } = pool();
  return await gate(async () => {
    o.signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(o.timeoutMs);
    const signal = o.signal ? AbortSignal.any([o.signal, timeout]) : timeout;
    return await threads.run(task, { name, signal, ...(o.transfer ? { transferList: o.transfer } : {}) });
  });
}

/** Ends all threads; the next task starts new ones. */
export async function closeWorkers(): Promise<void> {
  const workers = holder.freshetWorkers;
  holder.freshetWorkers = undefined;
  await workers?.threads.destroy();
}

function pool(): Workers {
  if (holder.freshetWorkers) return holder.freshetWorkers;
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  const module = path.join(process.cwd(), 'lib', 'indexing', 'worker.mjs');
  const threads = new Piscina({
    filename: pathToFileURL(module).href,
    // Not the parent's: a loader of its own would run before ours and hide it.
    execArgv: [],
    // One thread stays: starting it takes half a second, as long as a whole sync may.
    minThreads: 1,
    maxThreads: workerThreads(),
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    atomics: 'disabled',
  });
  // A thread that cannot start says so here; its task is rejected by its time limit.
  threads.on('error', (error) => log.error({ err: error }, 'a worker thread failed'));
  holder.freshetWorkers = { threads, gate: pLimit(workerThreads()) };
  return holder.freshetWorkers;
}

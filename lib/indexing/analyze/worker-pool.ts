// The worker threads that indexing and embedding share, one pool a process.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type TaskOptions, WorkerThreads } from '@/lib/process/worker-threads';

const MAX_THREADS = 4;

const holder = globalThis as typeof globalThis & { freshetWorkers?: WorkerThreads };

/** Threads of the pool: one core stays with the event loop and the database. */
export function workerThreads(): number {
  return Math.min(MAX_THREADS, Math.max(1, availableParallelism() - 1));
}

/** Starts a thread ahead of its first task, which then does not wait for it. */
export function warmWorkers(): void {
  pool();
}

/** Runs the exported function `name` of the worker module. Rejects when the thread fails, ends or takes too long. */
export async function runInWorker<T>(
  name: 'analyzeFiles' | 'embedChunks' | 'fitModel',
  task: unknown,
  options: TaskOptions,
): Promise<T> {
  return await pool().run<T>(name, task, options);
}

/** Ends all threads; the next task starts new ones. */
export async function closeWorkers(): Promise<void> {
  const workers = holder.freshetWorkers;
  holder.freshetWorkers = undefined;
  await workers?.close();
}

function pool(): WorkerThreads {
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  const module = path.join(process.cwd(), 'lib', 'indexing', 'analyze', 'worker.mjs');
  holder.freshetWorkers ??= new WorkerThreads(module, workerThreads());
  return holder.freshetWorkers;
}

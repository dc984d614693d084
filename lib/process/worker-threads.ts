// A pool of worker threads for CPU work. A task that hangs or fails costs its thread, not the process.
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import pLimit, { type LimitFunction } from 'p-limit';
import Piscina from 'piscina';
import { log } from '@/lib/log';

const MAX_HEAP_MB = 256;
/** A thread that has not loaded its modules by then never will. */
const LOAD_MS = 60_000;

export interface TaskOptions {
  /** Milliseconds of work after which the thread is ended and the task rejected; loading the thread is not part of it. */
  timeoutMs: number;
  signal?: AbortSignal;
  transfer?: ArrayBuffer[];
  /** Milliseconds that the task may wait for its turn; default: as long as it takes. */
  waitMs?: number;
}

/** The task's turn did not come in time: it was not tried. */
export class NotBegun extends Error {
  constructor() {
    super('No thread was free in time.');
    this.name = 'NotBegun';
  }
}

export class WorkerThreads {
  readonly #threads: Piscina;
  /** Tasks wait here and not in the pool, so that a task's time counts only while it runs. */
  readonly #gate: LimitFunction;

  /**
   * `module` is the path of the file that the threads load; its exported functions are the tasks, each made by
   * `timedTasks` of worker-task.mjs.
   */
  constructor(module: string, maxThreads: number) {
    this.#threads = new Piscina({
      filename: pathToFileURL(module).href,
      // Not the parent's options: a loader among them would run before ours and hide it.
      execArgv: [],
      // One thread stays: starting it takes half a second, as long as a whole sync may.
      minThreads: 1,
      maxThreads,
      idleTimeout: 60_000,
      concurrentTasksPerWorker: 1,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      atomics: 'disabled',
    });
    // A thread that cannot start says so here; the time limit rejects its task.
    this.#threads.on('error', (error) => log.error({ err: error }, 'a worker thread failed'));
    this.#gate = pLimit(maxThreads);
  }

  /**
   * Runs the exported function `name`. Rejects when it throws, its thread ends or it takes too long, and with NotBegun
   * when its turn has not come within `waitMs`.
   */
  async run<T>(name: string, task: unknown, options: TaskOptions): Promise<T> {
    let isLate = false;
    const { promise: late, begin } = lateness(options.waitMs, () => {
      isLate = true;
    });
    const result = this.#gate(async () => {
      begin();
      if (isLate) throw new NotBegun();
      options.signal?.throwIfAborted();
      const { port1: hearing, port2: begun } = new MessageChannel();
      const timeout = new AbortController();
      const end = () => timeout.abort(new DOMException('The task took too long.', 'TimeoutError'));
      let timer = setTimeout(end, LOAD_MS);
      hearing.once('message', () => {
        clearTimeout(timer);
        timer = setTimeout(end, options.timeoutMs);
      });
      try {
        return (await this.#threads.run(
          { task, begun },
          {
            name,
            signal: options.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal,
            transferList: [begun, ...(options.transfer ?? [])],
          },
        )) as T;
      } finally {
        clearTimeout(timer);
        hearing.close();
      }
    });
    return await Promise.race(late ? [result, late] : [result]);
  }

  async close(): Promise<void> {
    await this.#threads.destroy();
  }
}

/** Rejects with NotBegun after `waitMs` unless `begin` is called before. */
function lateness(
  waitMs: number | undefined,
  onLate: () => void,
): { promise: Promise<never> | null; begin: () => void } {
  if (waitMs === undefined) return { promise: null, begin: () => {} };
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new NotBegun());
    }, waitMs);
  });
  // Nobody listens any more once the task has had its turn.
  promise.catch(() => {});
  return { promise, begin: () => clearTimeout(timer) };
}

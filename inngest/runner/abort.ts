// Abort signals of the runs that this process is executing, found by run id; Next's module instances share them.

interface Running {
  controller: AbortController;
  users: number;
}

const holder = globalThis as typeof globalThis & { freshetAborts?: Map<string, Running> };
holder.freshetAborts ??= new Map();
const running: Map<string, Running> = holder.freshetAborts;

/**
 * The signal of a run: aborts when the run is cancelled, times out, is taken over, or the process shuts down.
 * For a run that this process is not executing, one that never aborts.
 */
export function abortSignal(runId: string): AbortSignal {
  return running.get(runId)?.controller.signal ?? new AbortController().signal;
}

/** Keeps a signal for the run until the returned function is called. */
export function holdSignal(runId: string): () => void {
  let entry = running.get(runId);
  if (!entry || entry.controller.signal.aborted) {
    entry = { controller: new AbortController(), users: 0 };
    running.set(runId, entry);
  }
  const held = entry;
  held.users += 1;
  return () => {
    held.users -= 1;
    if (held.users === 0 && running.get(runId) === held) running.delete(runId);
  };
}

/** Aborts the run's signal if this process is executing it. `why` becomes the signal's reason. */
export function abortRun(runId: string, why: Error): void {
  running.get(runId)?.controller.abort(why);
}

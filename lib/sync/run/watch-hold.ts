// Notices that a run was cancelled or deleted while one of its stages works, also where the engine cannot end a step.
import type { Db } from '@/db/client';

const EVERY_MS = 2000;

/** `signal` fires once the run has ended without its stage; call `stop` when the stage is over. */
export function watchHold(db: Db, runId: string): { signal: AbortSignal; stop: () => void } {
  const gone = new AbortController();
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const [run] = await db.$client<{ status: string }[]>`select status from sync_runs where id = ${runId}`;
      if (!run || run.status === 'cancelled') gone.abort();
    } catch {
      // A database that is away says nothing of the run.
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return { signal: gone.signal, stop: () => clearInterval(timer) };
}

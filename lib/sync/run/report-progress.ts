// Carries a stage's progress into the run's row, seldom enough to cost nothing.
import type { Db } from '@/db/client';
import type { RunStage } from '@/db/schema';

const EVERY_MS = 300;

/**
 * Returns `report`, which remembers the furthest point and writes it at most every 300 ms, and `flush`. `bytesIndexed` is
 * what all attempts have read.
 */
export function reporter(db: Db, runId: string, stage: RunStage) {
  let latest: { done: number; total: number | null; unit: string; bytesIndexed: number | null } | null = null;
  let furthest = 0;
  let unitOf: string | null = null;
  let lastWrite = Number.NEGATIVE_INFINITY;
  let writing: Promise<unknown> = Promise.resolve();
  let queued = false;

  const write = () => {
    if (!latest) return;
    const { done, total, unit, bytesIndexed } = latest;
    latest = null;
    lastWrite = performance.now();
    queued = true;
    writing = db.$client`
      update sync_runs set progress_done = ${done}, progress_total = ${total}, progress_unit = ${unit},
        bytes_indexed = coalesce(${bytesIndexed}, bytes_indexed)
      where id = ${runId} and status = 'running' and stage = ${stage}::run_stage
        and (progress_unit is distinct from ${unit} or progress_done <= ${done})`
      .catch(() => undefined)
      .finally(() => {
        queued = false;
      });
  };

  return {
    report(done: number, total: number | null, unit: string, bytesIndexed: number | null = null): void {
      furthest = unit === unitOf ? Math.max(furthest, done) : done;
      unitOf = unit;
      latest = { done: total === null ? furthest : Math.min(furthest, total), total, unit, bytesIndexed };
      if (!queued && performance.now() - lastWrite >= EVERY_MS) write();
    },
    async flush(): Promise<void> {
      await writing;
      write();
      await writing;
    },
  };
}

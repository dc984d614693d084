// A run under way: what it does, how far it is, a bar.

import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { Run } from '@/lib/runs/run';
import { progressText, STAGE_DOING, STAGES } from './stages';

export function RunProgress({ run }: { run: Run }) {
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-xs">
        <RunDoing run={run} />
        <span className="text-muted tabular-nums">{countsOf(run)}</span>
      </div>
      <RunBar run={run} />
    </div>
  );
}

// An attempt that failed left its error: the next one begins by taking it away.
const isWaiting = (run: Run) => run.stage === null || run.error !== null;

export function countsOf(run: Run): string {
  return isWaiting(run) ? '' : progressText(run.progress);
}

function doingOf(run: Run): string {
  if (run.stage === null) return 'Waiting for its turn';
  return isWaiting(run) ? 'Waiting for the next attempt' : STAGE_DOING[run.stage];
}

/** What it does, in a line. */
export function RunDoing({ run }: { run: Run }) {
  const next = run.attempt_history.at(-1)?.next_at;
  return (
    <span>
      {doingOf(run)}
      {isWaiting(run) && next && (
        <span className="text-muted">
          {' '}
          (<RelativeTime isAhead at={next} />)
        </span>
      )}
      {run.stage && !isWaiting(run) && (
        <span className="text-muted">
          {' '}
          (step {STAGES.indexOf(run.stage) + 1} of {STAGES.length})
        </span>
      )}
    </span>
  );
}

export function RunBar({ run }: { run: Run }) {
  const { done, total } = run.progress;
  return <Bar label={doingOf(run)} done={done} total={isWaiting(run) ? null : total} isMoving={!isWaiting(run)} />;
}

interface BarProps {
  label: string;
  done: number;
  /** Null while unknown: the bar then only shows that something moves. */
  total: number | null;
  isMoving: boolean;
}

function Bar({ label, done, total, isMoving }: BarProps) {
  if (total !== null && total > 0) {
    return <progress className="bar" aria-label={label} value={Math.min(done, total)} max={total} />;
  }
  return (
    <div className="relative h-1.5 overflow-hidden rounded-full bg-line" role="progressbar" aria-label={label}>
      {isMoving && <div className="h-full w-1/3 animate-stream rounded-full bg-accent" />}
    </div>
  );
}

// A run under way: what it does, how far it is, a bar.
import type { Run } from '@/lib/repos/run';
import { RelativeTime } from './relative-time';
import { progressText, STAGE_DOING, STAGES } from './stages';

export function RunProgress({ run }: { run: Run }) {
  // An attempt that failed left its error: the next one begins by taking it away.
  const isWaiting = run.stage === null || run.error !== null;
  const doing =
    run.stage === null ? 'Waiting for its turn' : isWaiting ? 'Waiting for the next attempt' : STAGE_DOING[run.stage];
  const next = run.attempt_history.at(-1)?.next_at;
  const counts = isWaiting ? '' : progressText(run.progress);
  const { done, total } = run.progress;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-xs">
        <span>
          {doing}
          {isWaiting && next && (
            <span className="text-muted">
              {' '}
              (<RelativeTime isAhead at={next} />)
            </span>
          )}
          {run.stage && !isWaiting && (
            <span className="text-muted">
              {' '}
              (step {STAGES.indexOf(run.stage) + 1} of {STAGES.length})
            </span>
          )}
        </span>
        <span className="text-muted tabular-nums">{counts}</span>
      </div>
      <Bar label={doing} done={done} total={isWaiting ? null : total} isMoving={!isWaiting} />
    </div>
  );
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

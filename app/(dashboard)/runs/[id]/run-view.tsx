// A run as it happens: its stages as a timeline, its counters, its error.
'use client';
import { RunProgress } from '@/app/_components/repo/run-progress';
import { RUN_STATUS, triggerText } from '@/app/_components/repo/stages';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useLiveRun, useServerNow } from '@/app/_queries/runs';
import type { Run } from '@/lib/runs/run';
import { RunActions } from '../run-actions';
import { countersOf } from './run-counters';
import { RunDetails } from './run-details';
import { RunTimeline } from './run-timeline';

/** `loadedAt` is when the server read `initial`, in milliseconds since the epoch. */
export function RunView({ initial, loadedAt, canWrite }: { initial: Run; loadedAt: number; canWrite: boolean }) {
  const run = useLiveRun(initial);
  const isOpen = run.status === 'queued' || run.status === 'running';
  const now = useServerNow(loadedAt, isOpen);
  const next = run.attempt_history.at(-1)?.next_at;
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-1">
        <div role="status">
          <StatusPill {...RUN_STATUS[run.status]} />
        </div>
        <p className="text-xs text-muted">
          Started {triggerText(run)}, <RelativeTime at={run.created_at} />
          {run.attempts > 1 && `, attempt ${run.attempts}`}
        </p>
        {canWrite && (
          <span className="ml-auto">
            <RunActions run={run} />
          </span>
        )}
      </div>
      {run.status === 'cancelled' && !run.note?.includes('Cancelled by ') && (
        <Notice look="info" title="It was replaced" className="mb-5">
          Somebody asked for a newer run while this one waited for its next attempt.
        </Notice>
      )}
      {run.error && run.status !== 'cancelled' && (
        <Notice
          look={isOpen ? 'warn' : 'bad'}
          title={isOpen ? 'An attempt failed' : 'It did not succeed'}
          className="mb-5"
        >
          {run.error}
          {isOpen && (
            <>
              {' '}
              Another attempt follows by itself{next && ' '}
              {next && <RelativeTime isAhead at={next} />}.
            </>
          )}
        </Notice>
      )}
      {run.note && (
        <Notice look="info" title="Worth knowing" className="mb-5">
          {run.note}
        </Notice>
      )}
      {isOpen && (
        <div className="mb-5 rounded-lg border border-line bg-surface px-4 py-3">
          <RunProgress run={run} />
        </div>
      )}
      <h2 className="mb-2 text-sm font-semibold">Steps</h2>
      <RunTimeline run={run} now={now} />
      <RunDetails attempts={run.attempt_history} />
      <h2 className="mb-2 text-sm font-semibold">What it did</h2>
      <dl className="grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-surface sm:grid-cols-3">
        {countersOf(run).map(([label, value]) => (
          <div key={label} className="-mr-px -mb-px border-r border-b border-line px-4 py-2.5">
            <dt className="text-2xs text-muted">{label}</dt>
            <dd className="text-sm font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

// A run in the list over all repositories: how it stands, what it did, and what can be done about it.
'use client';
import Link from 'next/link';
import { countsOf, RunBar, RunDoing } from '@/app/_components/repo/run-progress';
import { durationOf, summaryOf } from '@/app/_components/repo/run-words';
import { RUN_STATUS, triggerText } from '@/app/_components/repo/stages';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural } from '@/app/_format';
import type { RunOfRepo } from '@/lib/runs/list-all-runs';
import { RunActions } from './run-actions';

export function RunRow({ run, canWrite }: { run: RunOfRepo; canWrite: boolean }) {
  const isOpen = run.status === 'queued' || run.status === 'running';
  const facts = [
    run.commits_synced > 0 && formatPlural(run.commits_synced, 'commit'),
    run.attempts > 1 && formatPlural(run.attempts, 'attempt'),
    durationOf(run),
  ].filter(Boolean);
  return (
    <li className="relative px-4 py-2 text-xs">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="w-24 shrink-0">
          <StatusPill {...RUN_STATUS[run.status]} />
        </span>
        <div className="min-w-0 flex-1 basis-52">
          <Link
            href={`/runs/${run.id}`}
            prefetch={false}
            title={run.repo}
            className="block truncate text-sm font-medium hover:text-accent hover:underline"
          >
            {run.repo}
          </Link>
          <p className="truncate text-2xs text-muted">
            <RelativeTime at={run.created_at} /> {triggerText(run)}
          </p>
        </div>
        <span className="min-w-0 flex-1 basis-40 truncate text-muted tabular-nums">
          {isOpen ? (
            <>
              <RunDoing run={run} /> {countsOf(run)}
            </>
          ) : (
            summaryOf(run)
          )}
        </span>
        <span className="text-muted tabular-nums">{facts.join(' · ')}</span>
        {canWrite && <RunActions run={run} isInList />}
      </div>
      {run.error && run.status !== 'cancelled' && <Failure run={run} />}
      {isOpen && run.stage !== null && (
        <div className="mt-1.5">
          <RunBar run={run} />
        </div>
      )}
    </li>
  );
}

function Failure({ run }: { run: RunOfRepo }) {
  const said = run.attempt_history.findLast(({ details }) => details !== null)?.details;
  return (
    <div className="mt-1 [overflow-wrap:anywhere]">
      <p className="text-bad">{run.error}</p>
      {said && (
        <details className="mt-0.5">
          <summary className="cursor-pointer text-muted hover:text-ink">Details: what git said</summary>
          <pre className="mt-1 max-h-60 overflow-auto rounded bg-sunken p-2 font-mono text-2xs whitespace-pre-wrap">
            <bdi>{said}</bdi>
          </pre>
        </details>
      )}
    </div>
  );
}

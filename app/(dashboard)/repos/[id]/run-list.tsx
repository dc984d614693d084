// The last runs of a repository, one line each.
'use client';
import Link from 'next/link';
import { durationOf, summaryOf } from '@/app/_components/repo/run-words';
import { RUN_STATUS, triggerText } from '@/app/_components/repo/stages';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useRuns } from '@/app/_queries/runs';
import type { Run } from '@/lib/runs/run';

export function RunList({ repoId, initial }: { repoId: string; initial: { runs: Run[] } }) {
  const { data } = useRuns(repoId, initial);
  if (data.runs.length === 0) return <p className="text-sm text-muted">No runs yet.</p>;
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {data.runs.map((run) => (
        <li key={run.id}>
          <Link
            href={`/runs/${run.id}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-xs hover:bg-sunken"
          >
            <span className="flex-1 sm:w-28 sm:flex-none">
              <StatusPill look={RUN_STATUS[run.status].look} text={RUN_STATUS[run.status].text} />
            </span>
            <span className="order-3 min-w-0 basis-full truncate sm:order-none sm:flex-1 sm:basis-48">
              <RelativeTime at={run.created_at} />
              <span className="text-muted"> {triggerText(run)}</span>
            </span>
            <span className="order-4 basis-full text-muted tabular-nums empty:hidden sm:order-none sm:basis-auto">
              {summaryOf(run)}
            </span>
            <span className="order-2 w-16 text-right text-muted tabular-nums sm:order-none">{durationOf(run)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

// The run under way, or how the last one went: one place of one height, so that a sync moves nothing on the page.
'use client';
import Link from 'next/link';
import { RunProgress } from '@/app/_components/repo/run-progress';
import { durationOf, summaryOf } from '@/app/_components/repo/run-words';
import { RUN_STATUS, triggerText } from '@/app/_components/repo/stages';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { useLastingRun, useLatestRun } from '@/app/_queries/runs';
import type { Repo } from '@/lib/repos/repo';
import type { Run } from '@/lib/runs/run';

interface LastRunProps {
  repo: Repo;
  /** The newest runs when the page was rendered. */
  initial: { runs: Run[] };
  /** Why no other one was started, for as long as it is worth reading. */
  refusal: string | null;
}

export function LastRun({ repo, initial, refusal }: LastRunProps) {
  const active = useLastingRun(repo.active_run_id);
  const latest = useLatestRun(repo, initial);
  const run = active ?? latest;
  return (
    <div className="mb-5 flex min-h-19 flex-col justify-center rounded-lg border border-line bg-surface has-[a:hover]:bg-sunken sm:min-h-14">
      <p role="status" className="px-4 text-xs text-warn">
        {refusal}
      </p>
      {refusal ? null : run ? (
        <Link href={`/runs/${run.id}`} className="block rounded-lg px-4 py-2">
          {active ? <RunProgress run={active} /> : <Ended run={run} />}
        </Link>
      ) : (
        <p className="px-4 text-xs text-muted">The first sync is about to begin.</p>
      )}
    </div>
  );
}

function Ended({ run }: { run: Run }) {
  const more = [summaryOf(run), durationOf(run)].filter(Boolean).join(' · ');
  return (
    <span className="flex flex-wrap items-baseline gap-x-4 text-xs">
      <StatusPill {...RUN_STATUS[run.status]} />
      <span className="flex-1">
        Last run <RelativeTime at={run.created_at} /> {triggerText(run)}
      </span>
      <span className="text-muted tabular-nums">{more}</span>
    </span>
  );
}

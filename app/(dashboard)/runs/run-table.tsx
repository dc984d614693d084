// Runs as rows, read again as long as they are looked at.
'use client';
import { useAllRuns } from '@/app/_queries/runs';
import type { RunOfRepo } from '@/lib/runs/list-all-runs';
import { RunRow } from './run-row';

interface RunTableProps {
  /** Of the address of the API that lists them. */
  search: string;
  initial: { items: RunOfRepo[]; next_cursor: string | null };
  canWrite: boolean;
}

export function RunTable({ search, initial, canWrite }: RunTableProps) {
  const { data } = useAllRuns(search, initial);
  return (
    <ul aria-label="Runs" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {data.items.map((run) => (
        <RunRow key={run.id} run={run} canWrite={canWrite} />
      ))}
    </ul>
  );
}

// A run that has ended, in a few words for a line.
import { formatCount, formatDuration, shortSha } from '@/app/_format';
import type { Run } from '@/lib/runs/run';
import { errorText } from './stages';

type Counted = Pick<Run, 'status' | 'error_kind' | 'files_added' | 'files_changed' | 'files_removed' | 'new_head'>;

/** "+1 file · 1a2b3c4", "access refused"; empty if there is nothing to say. */
export function summaryOf(run: Counted): string {
  if (run.status === 'failed') return errorText(run.error_kind);
  const counts: [mark: string, count: number][] = [
    ['+', run.files_added],
    ['~', run.files_changed],
    ['−', run.files_removed],
  ];
  const parts = counts.filter(([, count]) => count > 0).map(([mark, count]) => `${mark}${formatCount(count)}`);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const files = parts.length > 0 && `${parts.join(' ')} ${total === 1 ? 'file' : 'files'}`;
  const head = run.status === 'succeeded' && run.new_head !== null && shortSha(run.new_head);
  return [files, head].filter(Boolean).join(' · ');
}

/** From the request to the end; empty until then. */
export function durationOf({ created_at, ended_at }: Pick<Run, 'created_at' | 'ended_at'>): string {
  return ended_at === null ? '' : formatDuration(Date.parse(ended_at) - Date.parse(created_at));
}

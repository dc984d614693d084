// What a run did, as labelled numbers.
import { formatBytes, formatCount, formatDuration, shortSha } from '@/app/_format';
import type { Run } from '@/lib/runs/run';
import { runSpans } from './run-spans';

/** Of a run that ended without news only what there is to tell: the others would be a dozen zeros. */
export function countersOf(run: Run): [label: string, value: string][] {
  const isFull = run.status === 'queued' || run.status === 'running' || run.status === 'succeeded';
  const heads = [run.old_head, run.new_head].filter((sha) => sha !== null).map(shortSha);
  const count = (value: number) => (value > 0 || isFull ? formatCount(value) : null);
  const after = (at: string | null) =>
    at === null ? null : formatDuration(Date.parse(at) - Date.parse(run.created_at));
  const counters: [label: string, value: string | null][] = [
    ['Commits', [...new Set(heads)].join(' → ') || null],
    ['Commits synced', count(run.commits_synced)],
    ['Files added', count(run.files_added)],
    ['Files changed', count(run.files_changed)],
    ['Files removed', count(run.files_removed)],
    ['Files skipped', count(run.files_skipped)],
    ['Read', run.bytes_indexed > 0 || isFull ? formatBytes(run.bytes_indexed) : null],
    ['Chunks embedded', count(run.chunks_embedded)],
    ['Chunks reused', count(run.chunks_reused)],
    ['Attempts', count(run.attempts)],
    ['Request to searchable', after(run.published_at)],
    // As long as the timeline's axis.
    ['Whole run', run.ended_at === null ? null : formatDuration(runSpans(run, 0).totalMs)],
  ];
  if (isFull) return counters.map(([label, value]) => [label, value ?? '–']);
  return counters.filter((counter): counter is [string, string] => counter[1] !== null);
}

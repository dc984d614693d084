// Says once that a run has ended: one line in the log, and the counts that /metrics shows.
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import type { RunTrigger } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { SyncErrorKind } from '@/lib/errors';
import { instruments } from '@/lib/instruments';

export interface EndedRun {
  id: string;
  repo_id: string;
  trigger: RunTrigger;
  status: 'succeeded' | 'unchanged' | 'failed' | 'cancelled';
  error_kind: SyncErrorKind | null;
  attempts: number;
  /** Milliseconds from its first stage to its end, and from its request to when its tree was searchable. */
  run_ms: number | null;
  searchable_ms: number | null;
}

/** The columns of `sync_runs` that make an EndedRun: what an update that ends runs returns. */
export function endedColumns(sql: Sql | TransactionSql): PendingQuery<Row[]> {
  return sql`
    sync_runs.id, sync_runs.repo_id, sync_runs.trigger, sync_runs.status, sync_runs.error_kind, sync_runs.attempts,
    (extract(epoch from sync_runs.ended_at - sync_runs.started_at) * 1000)::float8 as run_ms,
    (extract(epoch from sync_runs.published_at - sync_runs.created_at) * 1000)::float8 as searchable_ms`;
}

/** What the log says beside it; `failed_for_ms` of a run that works after some that did not. */
export type EndDetail = Record<string, unknown> & { failed_for_ms?: number };

/** Call it after the end was written, and only if it was. */
export function logRunEnd(log: Context['log'], run: EndedRun, detail: EndDetail = {}): void {
  count(run);
  const line = {
    run_id: run.id,
    repo_id: run.repo_id,
    trigger: run.trigger,
    outcome: run.status,
    ...(run.run_ms === null ? {} : { duration_ms: Math.round(run.run_ms) }),
    ...(run.attempts > 1 ? { attempts: run.attempts } : {}),
    ...(run.error_kind ? { error_kind: run.error_kind } : {}),
    ...detail,
  };
  if (run.status === 'failed') log.warn(line, 'run failed');
  else if (run.status === 'unchanged' && detail.failed_for_ms !== undefined) {
    log.info(line, 'run ended: nothing new, and the repository works again');
  } else if (run.status === 'unchanged') log.debug(line, 'run ended: nothing new');
  else log.info(line, run.status === 'cancelled' ? 'run cancelled' : 'run succeeded');
}

function count(run: EndedRun): void {
  const { runsEnded, runSeconds, searchableSeconds } = instruments();
  const errorKind = run.status === 'failed' ? (run.error_kind ?? 'internal') : '';
  runsEnded.inc({ outcome: run.status, trigger: run.trigger, error_kind: errorKind });
  if (run.run_ms !== null) runSeconds.observe({ outcome: run.status }, run.run_ms / 1000);
  if (run.status === 'succeeded' && run.searchable_ms !== null) searchableSeconds.observe(run.searchable_ms / 1000);
}

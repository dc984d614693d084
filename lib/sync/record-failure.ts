// Writes a failed attempt down: what is served, the folder and the last good commit stay as they were.
import type { Db } from '@/db/client';
import type { AppError } from '@/lib/errors';
import { sourcesOf } from './state';

export interface Failure {
  repoId: string;
  runId: string;
  failure: AppError;
  /** No further attempt follows: the run ends and lets go of the repository. */
  isFinal: boolean;
}

/** Sets the repository to `error` with the cause in plain words and, where final, ends the run. */
export async function recordFailure(db: Db, { repoId, runId, failure, isFinal }: Failure): Promise<void> {
  const kind = failure.kind ?? 'internal';
  await db.$client`
    with held as (
      update repos set status = 'error', error_kind = ${kind}::error_kind, error = ${failure.message},
        error_at = now(), active_run_id = case when ${isFinal} then null else active_run_id end
      where id = ${repoId} and active_run_id = ${runId} and status = any(${sourcesOf('fail')}::repo_status[])
      returning id
    )
    update sync_runs set error_kind = ${kind}::error_kind, error = ${failure.message},
      status = case when ${isFinal} then 'failed'::run_status else status end,
      ended_at = case when ${isFinal} then now() else ended_at end
    from held where sync_runs.id = ${runId}`;
}

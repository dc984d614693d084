// Ends whatever run holds a repository, for a change after which none may: it stands as it did before that run.
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';
import type { Context } from '@/lib/context';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { OPEN_SQL } from '@/lib/sync/state';

/** The status that a row of `repos` has while no run holds it and it is not archived. */
export function restingStatus(sql: Sql | TransactionSql): PendingQuery<Row[]> {
  return sql`(case
    when status = 'initializing' then 'initializing'
    when failing_since is not null then 'error'
    when indexed_at is not null or exists (select 1 from sync_runs worked
      where worked.repo_id = repos.id and worked.status in ('succeeded', 'unchanged')) then 'ready'
    else 'pending' end)::repo_status`;
}

/** In the transaction of the change, after the repository was locked. What is returned is for `tellStopped`. */
export async function stopRuns(tx: TransactionSql, repoId: string): Promise<EndedRun[]> {
  const runs = await tx<EndedRun[]>`
    update sync_runs set status = 'cancelled', ended_at = clock_timestamp()
    where repo_id = ${repoId} and status in ${tx.unsafe(OPEN_SQL)} returning ${endedColumns(tx)}`;
  await tx`
    update repos set active_run_id = null, status = ${restingStatus(tx)}
    where id = ${repoId} and active_run_id is not null`;
  return runs;
}

/**
 * After the transaction: says so in the log, and has the engine end what the runs do. Without that their stages end by
 * themselves, because they look whether they are still wanted.
 */
export async function tellStopped(ctx: Context, runs: EndedRun[], reason: string): Promise<void> {
  for (const run of runs) {
    logRunEnd(ctx.log, run, { reason });
    const data = { repo_id: run.repo_id, run_id: run.id };
    await ctx.send({ name: 'repo/run.cancelled', id: `${run.id}:cancelled`, data }).catch((error: unknown) => {
      ctx.log.warn({ err: error, run_id: run.id }, 'the engine could not be told that a run was stopped');
    });
  }
}

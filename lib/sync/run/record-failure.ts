// Writes a failed attempt down: what is served, the folder and the last good commit stay as they were.
import type { Db } from '@/db/client';
import type { Context } from '@/lib/context';
import { type AppError, detailsOf } from '@/lib/errors';
import { checkSeconds, failureSeconds, inAbout } from '@/lib/sync/check-interval';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { OPEN_SQL, sourcesOf } from '@/lib/sync/state';
import { epochMs } from './mark-stage';
import { pastAttempt } from './past-attempt';

/** A host may lock us out if we ask too often with a token that it refuses. */
const REFUSED_SECONDS = 15 * 60;

export interface Failure {
  repoId: string;
  runId: string;
  failure: AppError;
  /** The next attempt follows after so many seconds. Null if none follows: the run ends and frees the repository. */
  retrySeconds: number | null;
}

/**
 * Sets the repository to `error` with the cause in plain words and, if no attempt follows, ends the run. Does nothing
 * if the run no longer holds its repository. `at` is what the log says of where it happened.
 */
export async function recordFailure(
  ctx: Pick<Context, 'db' | 'log'>,
  { repoId, runId, failure, retrySeconds }: Failure,
  at: Record<string, unknown> = {},
): Promise<void> {
  const kind = failure.kind ?? 'internal';
  const isFinal = retrySeconds === null;
  const sql = ctx.db.$client;
  const now = epochMs(sql, sql`clock_timestamp()`);
  const past = pastAttempt(sql, {
    ended: now,
    next: isFinal ? sql`null::bigint` : sql`${now} + ${Math.round(retrySeconds * 1000)}::bigint`,
    errorKind: sql`${kind}::text`,
    error: sql`${failure.message}::text`,
    details: sql`${detailsOf(failure)}::text`,
  });
  const [run] = await sql<EndedRun[]>`
    with held as (
      update repos set status = 'error', error_kind = ${kind}::error_kind, error = ${failure.message},
        error_at = now(), active_run_id = case when ${isFinal} then null else active_run_id end,
        failing_since = coalesce(failing_since, now()),
        failure_count = failure_count + case when ${isFinal} then 1 else 0 end,
        check_seconds = ${checkSeconds(sql)},
        next_check_at = ${inAbout(sql, failureSeconds(sql, failure.retryAfterSeconds ?? (isRefusal(failure) ? REFUSED_SECONDS : 0)))}
      where id = ${repoId} and active_run_id = ${runId} and status = any(${sourcesOf('fail')}::repo_status[])
        and exists (select 1 from sync_runs where sync_runs.id = ${runId} and sync_runs.status in ${sql.unsafe(OPEN_SQL)})
      returning id
    )
    update sync_runs set error_kind = ${kind}::error_kind, error = ${failure.message},
      status = case when ${isFinal} then 'failed'::run_status else status end,
      ended_at = case when ${isFinal} then now() else ended_at end, stage_times = ${past}
    from held where sync_runs.id = ${runId}
    returning ${endedColumns(sql)}`;
  // An error that a person can act on needs no stack; an unexpected one does.
  const detail = { ...at, ...(kind === 'internal' ? { err: failure } : { reason: failure.message }) };
  const line = { run_id: runId, repo_id: repoId, error_kind: kind, ...detail };
  if (!run) ctx.log.debug(line, 'a run failed that has ended already');
  else if (isFinal) logRunEnd(ctx.log, run, detail);
  else ctx.log.warn({ ...line, trigger: run.trigger }, 'an attempt of a run failed; another follows');
  if (failure.retryAfterSeconds) await pauseHost(ctx.db, repoId, failure.retryAfterSeconds);
}

/** Only hosts: a folder on our own disks locks nobody out. */
function isRefusal(failure: AppError): boolean {
  return failure.kind === 'auth' && failure.code === 'upstream';
}

/** A host that asks one repository to wait means all of its repositories here. */
async function pauseHost(db: Db, repoId: string, seconds: number): Promise<void> {
  await db.$client`
    insert into paused_hosts (host, until)
    select split_part(asked.source_key, '/', 1), now() + ${seconds} * interval '1 second'
    from (select coalesce(m.source_key, repos.source_key) as source_key
      from repos left join repo_migrations m on m.repo_id = repos.id and m.run_id is not null
      where repos.id = ${repoId}) asked
    where asked.source_key is not null
    on conflict (host) do update set until = greatest(paused_hosts.until, excluded.until)`;
}

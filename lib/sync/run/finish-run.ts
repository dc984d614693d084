// Ends a run that worked: frees the repository, sets its next check, and asks for the follow-up if one is due.
import type { Context } from '@/lib/context';
import { deliverAfterSync } from '@/lib/deliveries/run/after-sync';
import { pushAfterSync } from '@/lib/push-mirrors/request-push';
import { measureRepo } from '@/lib/repos/space/measure-repo';
import { scanAfterSync } from '@/lib/secret-scans/request-scan';
import { checkSeconds, inAbout } from '@/lib/sync/check-interval';
import { type EndDetail, type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { askForFollowUp } from '@/lib/sync/request/follow-up';
import { OPEN_SQL, sourcesOf } from '@/lib/sync/state';
import { withEndOf } from './mark-stage';

/** Ends run `runId` as `outcome`; `checked_at` is when upstream answered this run. */
export async function finishRun(ctx: Context, runId: string, outcome: 'succeeded' | 'unchanged'): Promise<void> {
  if (outcome === 'succeeded') await measureRun(ctx, runId);
  const ended = await ctx.db.$client.begin(async (tx) => {
    const [held] = await tx<{ id: string; dirty: boolean; failed_for_ms: number | null }[]>`
      update repos set status = 'ready', active_run_id = null, error = null, error_kind = null, error_at = null,
        failure_count = 0, failing_since = null, held_back_commit = null, held_back_reason = null,
        -- It was for what was followed: the next loss is another one.
        confirmed_commit = null,
        checked_at = case when ${outcome} = 'unchanged' then now() else checked_at end,
        moved_at = case
          when run.new_head is not distinct from run.old_head then moved_at
          -- The first time, what upstream says of its last commit is all there is to go by.
          when run.old_head is null then coalesce(
            (select least(now(), max(committed_at)) from commits where commits.repo_id = repos.id), now())
          else now() end
      from sync_runs run
      where run.id = ${runId} and run.status in ${tx.unsafe(OPEN_SQL)} and repos.active_run_id = ${runId} and repos.status = any(${sourcesOf('finish')}::repo_status[])
      returning repos.id, repos.dirty,
        -- As it was before this statement.
        (select (extract(epoch from now() - failing_since) * 1000)::float8 from repos before where before.id = repos.id)
          as failed_for_ms`;
    if (!held) return null;
    await tx`
      update repos set check_seconds = ${checkSeconds(tx)}, next_check_at = ${inAbout(tx, checkSeconds(tx))}
      where id = ${held.id}`;
    // With its last stage: what has ended is not seen to change any more, nor left open by a process that dies here.
    const [run] = await tx<EndedRun[]>`
      with clock as materialized (select clock_timestamp() as now)
      update sync_runs set status = ${outcome}::run_status, ended_at = clock.now,
        stage_times = ${withEndOf(tx, tx`sync_runs.stage::text`, tx`clock.now`)}
      from clock where id = ${runId}
      returning ${endedColumns(tx)}`;
    return { ...held, run };
  });
  if (ended?.run) logRunEnd(ctx.log, ended.run, sinceFailing(ended.failed_for_ms));
  if (ended?.dirty) await askForFollowUp(ctx, ended.id);
  // If this process dies here, the sweep begins them.
  if (ended) await pushAfterSync(ctx, ended.id);
  if (ended) await scanAfterSync(ctx, ended.id);
  if (ended) await deliverAfterSync(ctx, ended.id);
}

/** Before it ends: whoever waits for that finds what it took. */
async function measureRun(ctx: Context, runId: string): Promise<void> {
  const [run] = await ctx.db.$client<{ repo_id: string }[]>`select repo_id from sync_runs where id = ${runId}`;
  if (run) await measureRepo(ctx, run.repo_id);
}

function sinceFailing(ms: number | null): EndDetail {
  return ms === null ? {} : { failed_for_ms: Math.max(0, Math.round(ms)) };
}

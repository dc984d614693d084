// Cancels a run that has not ended: its repository is free again and stands as it did before the run.

import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { getRun } from '@/lib/runs/get-run';
import type { Run } from '@/lib/runs/run';
import { checkSeconds, inAbout } from '@/lib/sync/check-interval';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { BUSY_SQL, OPEN_SQL } from '@/lib/sync/state';
import { askForFollowUp } from './follow-up';
import { restingStatus } from './stop-runs';

/**
 * Ends run `id` as `cancelled`, also one that waits for its turn or its next attempt, and returns it. What is served
 * stays; what was asked for meanwhile is still done. Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict`
 * if it has ended already.
 */
export async function cancelRun(ctx: Context, id: string): Promise<Run> {
  requireWriter(ctx);
  const run = await getRun(ctx, id);
  const repo = await visibleRepo(ctx, run.repo_id, 'repo.sync');
  const ended = await ctx.db.$client.begin(async (tx) => {
    // In the order in which all others take them: the repository, then its run.
    const [held] = await tx<{ is_held: boolean; dirty: boolean }[]>`
      select active_run_id is not distinct from ${run.id}::uuid as is_held, dirty from repos
      where id = ${run.repo_id} and deleted_at is null for update`;
    const [row] = await tx<EndedRun[]>`
      update sync_runs set status = 'cancelled', ended_at = clock_timestamp(), note = concat_ws(' ', note, 'Cancelled by hand.')
      where id = ${run.id} and status in ${tx.unsafe(OPEN_SQL)} returning ${endedColumns(tx)}`;
    if (!row) return null;
    if (held?.is_held) {
      await tx`
        update repos set active_run_id = null,
          status = case when status in ${tx.unsafe(BUSY_SQL)} then ${restingStatus(tx)} else status end,
          -- Whoever cancels it does not want it again at once.
          next_check_at = greatest(next_check_at, ${inAbout(tx, checkSeconds(tx))})
        where id = ${run.repo_id}`;
    }
    const told = insertAudit(tx, ctx, {
      verb: 'run.cancel',
      subject: { kind: 'run', id: run.id, name: `${repo.org}/${repo.name}` },
      before: { status: run.status, stage: run.stage, trigger: run.trigger },
    });
    await tx`with target as (select org_id from repos where id = ${run.repo_id}) ${told} from target`;
    return { row, isWanted: held?.is_held === true && held.dirty };
  });
  if (ended === null) {
    throw new AppError('conflict', 'This run has ended already: there is nothing to cancel.');
  }
  logRunEnd(ctx.log, ended.row, { reason: 'somebody cancelled it' });
  await stop(ctx, run);
  if (ended.isWanted) await askForFollowUp(ctx, run.repo_id);
  return await getRun(ctx, id);
}

/** Has the engine end what the run does. Without this its stage ends by itself: it looks whether it is still wanted. */
async function stop(ctx: Context, run: Run): Promise<void> {
  const data = { repo_id: run.repo_id, run_id: run.id };
  await ctx.send({ name: 'repo/run.cancelled', id: `${run.id}:cancelled`, data }).catch((error: unknown) => {
    ctx.log.warn({ err: error, run_id: run.id }, 'the engine could not be told that a run was cancelled');
  });
}

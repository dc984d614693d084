// Ends a run well: lets go of the repository, and starts the one follow-up that requests meanwhile asked for.
import type { Context } from '@/lib/context';
import { requestSync } from './request-sync';
import { sourcesOf } from './state';

/** Ends run `runId` as `outcome`; `checked_at` is when upstream answered this run. */
export async function finishRun(ctx: Context, runId: string, outcome: 'succeeded' | 'unchanged'): Promise<void> {
  const [row] = await ctx.db.$client<{ id: string; dirty: boolean }[]>`
    with held as (
      update repos set status = 'ready', active_run_id = null, error = null, error_kind = null, error_at = null,
        checked_at = case when ${outcome} = 'unchanged' then now() else checked_at end
      where active_run_id = ${runId} and status = any(${sourcesOf('finish')}::repo_status[])
      returning id, dirty
    ), ended as (
      update sync_runs set status = ${outcome}::run_status, ended_at = clock_timestamp()
      from held where sync_runs.id = ${runId}
    )
    select id, dirty from held`;
  if (!row?.dirty) return;
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  await requestSync(system, row.id, { trigger: 'webhook' });
}

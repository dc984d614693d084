// Asks for a sync on behalf of upstream, which asks as often as it likes: the first time at once, then one for all.
import type { RunTrigger } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { askForFollowUp, FOLLOW_UP_SECONDS } from './follow-up';
import { requestSync } from './request-sync';

/** Seconds after a run began within which another one waits for more requests. */
const SPACING = 5;

/**
 * Starts a run for `repoId`, or leaves a mark where one is under way or has only just been: one run follows it, however
 * many requests arrive. Throws what `requestSync` throws, but never `conflict`.
 */
export async function requestSoon(
  ctx: Context,
  repoId: string,
  o: { trigger: Extract<RunTrigger, 'webhook' | 'watch'> },
): Promise<'started' | 'coalesced'> {
  for (;;) {
    const [marked] = await ctx.db.$client<{ was_dirty: boolean; is_busy: boolean }[]>`
      with target as (
        select id, dirty, active_run_id from repos
        where id = ${repoId} and deleted_at is null and (
          active_run_id is not null
          or (dirty and dirty_since > now() - ${FOLLOW_UP_SECONDS} * interval '1 second')
          or exists (
            select 1 from sync_runs s
            where s.repo_id = repos.id and s.created_at > now() - ${SPACING} * interval '1 second'))
        for update
      )
      update repos set dirty = true, dirty_at = now(), dirty_since = coalesce(repos.dirty_since, now())
      from target where repos.id = target.id
      returning target.dirty as was_dirty, target.active_run_id is not null as is_busy`;
    if (marked) {
      // A run under way asks by itself when it ends.
      if (!marked.was_dirty && !marked.is_busy) await askForFollowUp(ctx, repoId);
      return 'coalesced';
    }
    try {
      await requestSync(ctx, repoId, o);
      return 'started';
    } catch (error) {
      // Somebody else was first: now there is a run to wait for.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  }
}

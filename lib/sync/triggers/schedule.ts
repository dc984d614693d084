// Requests the syncs that are due: repositories with an interval whose last run began at least that long ago.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requestSync } from '../request-sync';

/** Most requests a call makes: what is left is older and therefore first the next time. */
const BATCH = 100;

/** Requests a sync of every repository that is due, the longest overdue first; returns how many. */
export async function requestDueSyncs(ctx: Context): Promise<number> {
  const due = await ctx.db.$client<{ id: string }[]>`
    select r.id from repos r
    left join lateral (
      select created_at from sync_runs s where s.repo_id = r.id order by created_at desc limit 1
    ) last on true
    where r.sync_interval_seconds is not null and r.deleted_at is null and r.active_run_id is null
      and r.status in ('pending', 'ready', 'error')
      and coalesce(last.created_at, r.added_at) <= now() - r.sync_interval_seconds * interval '1 second'
    order by coalesce(last.created_at, r.added_at) + r.sync_interval_seconds * interval '1 second'
    limit ${BATCH}`;
  let requested = 0;
  for (const { id } of due) {
    try {
      await requestSync(ctx, id, { trigger: 'schedule' });
      requested++;
    } catch (error) {
      // Deleted or archived since it was listed: the others are still due.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return requested;
}

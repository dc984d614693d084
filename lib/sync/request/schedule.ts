// Requests the syncs that are due, the longest overdue first, as many as the engine gets through before the next look.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { CLAIMABLE_SQL } from '@/lib/sync/state';
import { requestSync } from './request-sync';

/** Runs that may wait for each lane of the engine: no more, because what people ask for waits behind them. */
const QUEUED_PER_LANE = 10;

/** Requests a sync of every repository that is due and whose host has not asked us to wait; returns how many. */
export async function requestDueSyncs(ctx: Context): Promise<number> {
  const sql = ctx.db.$client;
  await sql`delete from paused_hosts where until <= now()`;
  const due = await sql<{ id: string }[]>`
    select r.id from repos r
    where r.next_check_at <= now() and r.deleted_at is null and r.active_run_id is null
      and r.status in ${sql.unsafe(CLAIMABLE_SQL)} and r.sync_interval_seconds is distinct from 0
      and not exists (select 1 from paused_hosts p where p.host = split_part(r.source_key, '/', 1))
    order by r.next_check_at
    limit greatest(0, ${QUEUED_PER_LANE * ctx.env.concurrentSyncs} - (
      select count(*) from repos where active_run_id is not null and deleted_at is null))`;
  let requested = 0;
  for (const { id } of due) {
    try {
      await requestSync(ctx, id, { trigger: 'schedule' });
      requested++;
    } catch (error) {
      // Deleted, archived or begun since it was listed: the others are still due.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return requested;
}

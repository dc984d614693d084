// Every minute: connections whose time has come are synced, and what a crash left behind goes on.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { requestConnectionSync, sendConnectionSync } from './request-connection-sync';

/** A run that took so many hours was given up by the engine without a word. */
const LONGEST_HOURS = 2;

export interface Scheduled {
  started: number;
  resumed: number;
  givenUp: number;
}

/** Never throws because of a single one. Several processes may do it at once. */
export async function scheduleConnections(ctx: Context): Promise<Scheduled> {
  const givenUp = await giveUpOverdue(ctx);
  const open = await ctx.db.execute<{ id: string; connection_id: string }>(sql`
    select r.id, r.connection_id from connection_runs r join connections c on c.active_run_id = r.id
    where r.status in ('queued', 'running')`);
  for (const { id, connection_id } of open) await sendConnectionSync(ctx, { connectionId: connection_id, runId: id });
  const due = ctx.env.readOnly
    ? []
    : await ctx.db.execute<{ id: string }>(sql`
        select id from connections where next_sync_at <= now() and active_run_id is null order by next_sync_at limit 100`);
  let started = 0;
  for (const { id } of due) {
    try {
      await requestConnectionSync({ ...ctx, actor: { kind: 'system' } }, id, { trigger: 'schedule' });
      started += 1;
    } catch (error) {
      // Somebody else was first, or it is gone.
      const known = toAppError(error);
      if (known.code === 'internal') ctx.log.error({ err: known, connection_id: id }, 'a connection was not synced');
    }
  }
  return { started, resumed: open.length, givenUp };
}

async function giveUpOverdue(ctx: Context): Promise<number> {
  const overdue = await ctx.db.execute(sql`
    with given_up as (
      update connection_runs set status = 'failed', error_kind = 'timeout', ended_at = now(),
        error = 'The sync stopped without an end and was given up.'
      where status in ('queued', 'running') and created_at < now() - ${LONGEST_HOURS} * interval '1 hour'
      returning id
    )
    update connections set active_run_id = null, next_sync_at = case when sync_interval_seconds > 0 then now() end
    from given_up where connections.active_run_id = given_up.id returning connections.id`);
  return overdue.length;
}

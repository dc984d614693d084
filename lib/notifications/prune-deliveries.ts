// Forgets old messages; those that wait are never among them.
import { sql } from 'drizzle-orm';
import { notificationDeliveries as deliveries } from '@/db/schema';
import type { Context } from '@/lib/context';

/** What is kept of each target, and for how long. */
const KEPT = 1000;
const KEPT_DAYS = 14;

/** Returns how many were dropped. */
export async function pruneNotifications(ctx: Pick<Context, 'db'>): Promise<number> {
  const gone = await ctx.db.execute(sql`
    delete from ${deliveries} using (
      select d.id, d.created_at, row_number() over (partition by d.target_id order by d.id desc) as place
      from ${deliveries} d
    ) as placed
    where ${deliveries.id} = placed.id and ${deliveries.status} <> 'waiting'
      and (placed.place > ${KEPT} or placed.created_at < now() - ${KEPT_DAYS} * interval '1 day')
    returning ${deliveries.id}`);
  return gone.length;
}

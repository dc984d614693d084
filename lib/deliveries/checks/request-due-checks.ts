// Every minute: hands the checks of hosts that are due to the engine.
import type { Context } from '@/lib/context';
import { sendCheck } from '@/lib/deliveries/verify/send-check';

/** In one minute; the others follow in the next. */
const MOST = 200;
/** A check that was lost is asked for again after so long, or after its interval if that is shorter. */
const LOST_SECONDS = 3600;
/** Nothing waits longer than its interval and this: what does was written while the clock was ahead. */
const SLACK_SECONDS = 120;

/**
 * Several processes may do it at once: each check is claimed by moving its time on. Returns how many were asked for; on a
 * read-only server none is.
 */
export async function requestDueChecks(ctx: Context): Promise<number> {
  if (ctx.env.readOnly) return 0;
  const due = await ctx.db.$client<{ id: string; repo_id: string }[]>`
    update deliveries d set next_verify_at = now() + least(d.verify_interval_seconds, ${LOST_SECONDS}) * interval '1 second'
    from (
      select x.id from deliveries x join repos r on r.id = x.repo_id and r.deleted_at is null
      where x.verify_interval_seconds is not null and x.is_enabled and r.status <> 'archived'
        and coalesce(x.next_verify_at not between now()
          and now() + (x.verify_interval_seconds + ${SLACK_SECONDS}) * interval '1 second', true)
      order by x.next_verify_at nulls first limit ${MOST}
      for update of x skip locked
    ) due where d.id = due.id
    returning d.id, d.repo_id`;
  for (const { id, repo_id } of due) {
    await sendCheck(ctx, { repoId: repo_id, deliveryId: id }).catch((error: unknown) => {
      // It is due again when its time has come once more.
      ctx.log.warn({ err: error, delivery_id: id }, 'a check of hosts could not be queued');
    });
  }
  return due.length;
}

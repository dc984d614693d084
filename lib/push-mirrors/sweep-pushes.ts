// Every minute: begins the pushes that are due by the clock or were asked for, and repairs what dead processes left.
import type { Context } from '@/lib/context';
import { requestPush, sendPush } from './request-push';

/** Returns how many pushes were begun. Every step can be repeated; several processes may do it at once. */
export async function sweepPushes(ctx: Context): Promise<number> {
  const sql = ctx.db.$client;
  // The engine gave these up without a word.
  await sql`
    update push_mirrors set active_push_id = null, status = 'error', error_kind = 'timeout', ended_at = now(),
      next_attempt_at = null, error = 'The push took longer than its time limit and was given up. Push again.'
    where active_push_id is not null
      and greatest(started_at, next_attempt_at) < now() - ${2 * ctx.env.runTimeoutMs} * interval '1 millisecond'`;
  const open = await sql<{ id: string; repo_id: string; push_id: string }[]>`
    select id, repo_id, active_push_id as push_id from push_mirrors where active_push_id is not null`;
  for (const { id, repo_id, push_id } of open) {
    await sendPush(ctx, { repoId: repo_id, mirrorId: id, pushId: push_id });
  }
  const due = await sql<{ id: string }[]>`
    select m.id from push_mirrors m join repos r on r.id = m.repo_id
    where m.active_push_id is null and r.deleted_at is null and r.active_run_id is null
      and (m.dirty or m.next_push_at <= now()
        or (m.interval_seconds is not null and m.next_push_at is null and r.status = 'ready'))`;
  let begun = 0;
  for (const { id } of due) {
    try {
      if ((await requestPush(ctx, id)) !== null) begun++;
    } catch (error) {
      ctx.log.error({ err: error, mirror_id: id }, 'a push that is due could not be begun');
    }
  }
  return begun;
}

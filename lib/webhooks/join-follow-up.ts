// A burst of pushes: once a follow-up waits for it to end, what comes is answered by that one run.
import type { Context } from '@/lib/context';

/** Seconds beyond which no follow-up waits: a mark that is older has lost its own. */
const LONGEST_WAIT = 20;

/** True where a run is about to follow and answers this request too; it then waits for quiet a little longer. */
export async function joinFollowUp(ctx: Pick<Context, 'db'>, repoId: string): Promise<boolean> {
  const rows = await ctx.db.$client`
    update repos set dirty_at = now()
    where id = ${repoId} and deleted_at is null and dirty and active_run_id is null
      and dirty_since > now() - ${LONGEST_WAIT} * interval '1 second'
    returning id`;
  return rows.length > 0;
}

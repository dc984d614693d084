// Lets go of old runs: a repository that is checked every minute has thousands of which nothing is to be told.
import type { Context } from '@/lib/context';

/** Runs that are kept of each repository whatever their age, and days for which the others are. */
const KEPT_RUNS = 50;
const KEPT_DAYS = 90;
/** Checks that found nothing new are kept for less. */
const UNCHANGED_DAYS = 2;
/** Most that a call drops: the rest goes the next time. */
const BATCH = 5000;

/** Drops ended runs that are neither recent nor among the newest of their repository; returns how many. */
export async function pruneRuns(ctx: Pick<Context, 'db'>): Promise<number> {
  const { count } = await ctx.db.$client`
    delete from sync_runs where id in (
      select old.id from sync_runs old
      where old.status not in ('queued', 'running')
        and old.created_at < now() - case when old.status = 'unchanged' then ${UNCHANGED_DAYS}::int else ${KEPT_DAYS}::int end
          * interval '1 day'
        and not exists (select 1 from rewrites r where r.run_id = old.id)
        and old.created_at < (
          select created_at from sync_runs newer where newer.repo_id = old.repo_id
          order by created_at desc offset ${KEPT_RUNS - 1} limit 1)
      limit ${BATCH})`;
  return count;
}

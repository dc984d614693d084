// Drops old runs: a repository that is checked every minute has thousands that say nothing.
import type { Context } from '@/lib/context';
import { OPEN_SQL } from '@/lib/sync/state';

/** Runs that each repository keeps whatever their age, and days for which the others are kept. */
const KEPT_RUNS = 50;
const KEPT_DAYS = 90;
/**
 * For so many days all runs that brought something or failed are kept, because they are counted; later there is a
 * limit.
 */
const COUNTED_DAYS = 15;
const MOST_RUNS = 1000;
/** Checks that found nothing new are kept for less time: there are very many. */
const UNCHANGED_HOURS = 6;
/** Most that a statement drops. */
const BATCH = 5000;

/**
 * Drops ended runs that are neither recent nor among the newest of their repository; returns how many. Those that say
 * what was rewritten stay for as long as that is kept.
 */
export async function pruneRuns(ctx: Pick<Context, 'db'>): Promise<number> {
  let dropped = 0;
  for (;;) {
    const count = await pruneBatch(ctx);
    dropped += count;
    if (count < BATCH) return dropped;
  }
}

async function pruneBatch({ db }: Pick<Context, 'db'>): Promise<number> {
  // Materialized: otherwise Postgres looks for the newest ones again with every run.
  const { count } = await db.$client`
    with kept as materialized (
      select id,
        (select created_at from sync_runs where repo_id = repos.id
          order by created_at desc offset ${KEPT_RUNS - 1} limit 1) as newest,
        coalesce((select created_at from sync_runs where repo_id = repos.id
          order by created_at desc offset ${MOST_RUNS - 1} limit 1), '-infinity') as most
      from repos)
    delete from sync_runs where id = any(array(
      select old.id from kept join sync_runs old on old.repo_id = kept.id and old.created_at < kept.newest
      where old.status not in ${db.$client.unsafe(OPEN_SQL)}
        and case when old.status = 'unchanged' then old.created_at < now() - ${UNCHANGED_HOURS} * interval '1 hour'
          else old.created_at < now() - ${KEPT_DAYS} * interval '1 day'
            or old.created_at < least(kept.most, now() - ${COUNTED_DAYS} * interval '1 day') end
        and not exists (select 1 from rewrites r where r.run_id = old.id)
      limit ${BATCH}))`;
  return count;
}

// If the clock was set back, times that were written before lie far ahead, and what waits for them would wait too long.
import type { Sql } from 'postgres';
import { LOCKS } from '@/db/advisory-locks';

/** Seconds by which the newest event may be ahead: clocks of several machines are never quite alike. */
const SLACK_SECONDS = 5;
/**
 * A lease lasts for seconds: a longer one comes from a clock that was ahead. A living process renews its lease long
 * before this.
 */
const LONGEST_LEASE_SECONDS = 600;
const NEW_LEASE_SECONDS = 30;

/** Moves what waits back by as much as the newest event is ahead. Returns by how many seconds, 0 if all is well. */
export async function repairClock(sql: Sql, options: { isNative: boolean }): Promise<number> {
  if ((await secondsAhead(sql)) <= SLACK_SECONDS) return 0;
  return await sql.begin(async (tx) => {
    // If several processes notice, one acts, and the others find nothing left to do.
    if (options.isNative) await tx`select pg_advisory_xact_lock(${LOCKS.engineClock})`;
    const seconds = await secondsAhead(tx as unknown as Sql);
    if (seconds <= SLACK_SECONDS) return 0;
    const by = tx`${seconds}::float8 * interval '1 second'`;
    await tx`
      update engine_steps set available_at = greatest(now(), available_at - ${by})
      where state = 'planned' and available_at > now()`;
    await tx`
      update engine_runs set
        available_at = case when available_at > now() then greatest(now(), available_at - ${by}) else available_at end,
        debounce_until = case when debounce_until > now() then greatest(now(), debounce_until - ${by})
          else debounce_until end,
        lease_until = case when lease_until > now() + ${LONGEST_LEASE_SECONDS} * interval '1 second'
          then now() + ${NEW_LEASE_SECONDS} * interval '1 second' else lease_until end,
        start_by = case when created_at > now() then start_by - ${by} else start_by end,
        finish_by = case when started_at > now() then finish_by - ${by} else finish_by end,
        created_at = case when created_at > now() then now() else created_at end,
        started_at = case when started_at > now() then now() else started_at end
      where ended_at is null`;
    // The clock will reach these moments again, and they have to count then.
    await tx`delete from engine_events where received_at > now() and name = 'inngest/scheduled.timer'`;
    await tx`update engine_events set received_at = now() where received_at > now()`;
    return seconds;
  });
}

async function secondsAhead(sql: Sql): Promise<number> {
  const [row] = await sql<{ seconds: number | null }[]>`
    select extract(epoch from max(received_at) - now())::float8 as seconds from engine_events`;
  return row?.seconds ?? 0;
}

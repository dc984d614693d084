// How long the schedule waits before it asks upstream again, as SQL over a row of `repos`.
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';

/** Seconds. A repository that has just moved is asked most often; the longer it rests, the less. */
const SHORTEST = 45;
const LONGEST = 8 * 60 * 60;
/** A folder on our own disks costs nothing to ask, and its file events may be lost. */
const LONGEST_LOCAL = 5 * 60;
/** A repository that moved this many seconds ago is asked again after one second per so many. */
const REST_PER_SECOND = 8;
/** After a failure, before doubling. */
const SHORTEST_AFTER_FAILURE = 60;
/** Spreads checks, so that repositories that were added together are not asked together for ever. */
const JITTER = 0.1;

type AnySql = Sql | TransactionSql;
type Fragment = PendingQuery<Row[]>;

/** Seconds between checks by the setting or, without one, by when upstream moved last; null if it is off. */
export function checkSeconds(sql: AnySql): Fragment {
  return sql`case
    when repos.sync_interval_seconds = 0 then null
    when repos.sync_interval_seconds is not null then repos.sync_interval_seconds
    else least(case when repos.kind = 'local' then ${LONGEST_LOCAL}::int else ${LONGEST}::int end, greatest(${SHORTEST},
      extract(epoch from now() - coalesce(repos.moved_at, repos.added_at)) / ${REST_PER_SECOND}))::int end`;
}

/** `seconds` from now, give or take a tenth; null if there are none. */
export function inAbout(sql: AnySql, seconds: Fragment): Fragment {
  return sql`now() + (${seconds}) * (${1 - JITTER} + random() * ${2 * JITTER}) * interval '1 second'`;
}

/**
 * Seconds after a failed run: as long again as it has been failing, which doubles with each check, up to the longest and
 * never before `atLeast`. By time and not by count: what others ask for meanwhile does not put the next check off.
 */
export function failureSeconds(sql: AnySql, atLeast: number): Fragment {
  const base = checkSeconds(sql);
  return sql`case when repos.sync_interval_seconds = 0 then null else greatest(${atLeast}, least(
    greatest(${LONGEST}, ${base}),
    greatest(${SHORTEST_AFTER_FAILURE}, ${base}, extract(epoch from now() - coalesce(repos.failing_since, now())))))::int end`;
}

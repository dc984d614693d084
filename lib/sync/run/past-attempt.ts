// Keeps what an attempt did once it is over: its stages, when it ended and why.
import type { PendingQuery, Row, Sql } from 'postgres';

/** The engine makes at most four at each stage; only a run that is killed again and again has more than these. */
const MOST = 24;
const ERROR_LENGTH = 1000;
const DETAILS_LENGTH = 2000;

interface AttemptEnd {
  /** SQL for milliseconds since the epoch, or null if nobody saw it end. */
  ended: PendingQuery<Row[]>;
  /** SQL for when the next attempt is due, likewise; null if none follows, or if it begins at once. */
  next: PendingQuery<Row[]>;
  errorKind: PendingQuery<Row[]>;
  error: PendingQuery<Row[]>;
  /** What git said last, as `lastWords` leaves it. */
  details: PendingQuery<Row[]>;
}

/**
 * SQL for the `stage_times` of a run whose attempt is over: its stages move to the earlier attempts, and the next
 * attempt begins without any. If there are no stages nothing changes, so an attempt is kept once.
 */
export function pastAttempt(sql: Sql, { ended, next, errorKind, error, details }: AttemptEnd): PendingQuery<Row[]> {
  const earlier = sql`coalesce(sync_runs.stage_times -> 'earlier', '[]')`;
  return sql`
    case when sync_runs.stage_times - 'earlier' = '{}' then sync_runs.stage_times
    else jsonb_build_object('earlier',
      (case when jsonb_array_length(${earlier}) < ${MOST} then ${earlier} else ${earlier} - 0 end)
      || jsonb_build_array(jsonb_build_object(
        'number', sync_runs.attempts, 'stages', sync_runs.stage_times - 'earlier', 'ended', ${ended}, 'next', ${next},
        'error_kind', ${errorKind}, 'error', left(${error}, ${ERROR_LENGTH}), 'details', left(${details}, ${DETAILS_LENGTH}))))
    end`;
}

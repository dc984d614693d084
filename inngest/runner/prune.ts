// Deletes what the engine no longer needs, so that its tables stay small however many runs there are.
import type { Sql } from 'postgres';

/** Hours for which the steps of an ended run are kept: only a person who looks into a failure reads them. */
const STEP_HOURS = 1;
/** Hours for which ended runs and the ids of events are kept: within them an event, or a key, counts once. */
const RUN_HOURS = 24;
/** Days after which a run that waits for a function that is gone is given up. */
const ORPHAN_DAYS = 7;
/** Rows a statement: the embedded database's one connection is free in between. */
const BATCH = 1000;

/** Deletes all that is old enough. `known` are the functions that there are. Returns how many rows went. */
export async function prune(sql: Sql, options: { known: string[] }): Promise<number> {
  await sql`update engine_runs set status = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null,
      output = ${JSON.stringify({ name: 'Unknown', message: 'The function no longer exists.' })}::text
    where ended_at is null and available_at < now() - ${ORPHAN_DAYS}::float8 * interval '1 day'
      and not (${JSON.stringify(options.known)}::text::jsonb ? function_id)`;
  const steps = await untilNone(
    () => sql`delete from engine_steps where ctid = any(array(
      select s.ctid from engine_steps s join engine_runs r on r.id = s.run_id
      where r.ended_at < now() - ${STEP_HOURS}::float8 * interval '1 hour' limit ${BATCH}))`,
  );
  // A run whose end is still to be announced is not over.
  const runs = await untilNone(
    () => sql`delete from engine_runs where id = any(array(
      select id from engine_runs
      where ended_at < now() - ${RUN_HOURS}::float8 * interval '1 hour' and not is_announcing limit ${BATCH}))`,
  );
  const events = await untilNone(
    () => sql`delete from engine_events where id = any(array(
      select id from engine_events where received_at < now() - ${RUN_HOURS}::float8 * interval '1 hour' limit ${BATCH}))`,
  );
  return steps + runs + events;
}

/** Several processes may do this at once: one then finds fewer rows than it asked for, and its next turn is soon. */
async function untilNone(drop: () => PromiseLike<{ count: number }>): Promise<number> {
  let dropped = 0;
  for (;;) {
    const { count } = await drop();
    dropped += count;
    if (count < BATCH) return dropped;
  }
}

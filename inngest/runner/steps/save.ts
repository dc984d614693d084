// Saves what a run has done and queues what follows, in one statement that first proves the lease.
import type { Sql } from 'postgres';

export interface SavedStep {
  id: string;
  name: string;
  kind: 'run' | 'sleep';
  state: 'planned' | 'done' | 'failed';
  position: number | null;
  attempt: number;
  /** Until a planned step is due. */
  delayMs: number;
  /** JSON of the data or error, null while planned. */
  output: string | null;
}

export interface Save {
  steps?: SavedStep[];
  /** Failures so far of what runs next. */
  attempt?: number;
  /** Gives the lease back; the run may be taken up again after so many milliseconds. */
  releaseInMs?: number;
  /** Ends the run. `output` is JSON. */
  end?: { status: 'completed' | 'failed'; output: string; isAnnounced: boolean };
}

export interface Lease {
  runId: string;
  owner: string;
  generation: number;
  leaseMs: number;
}

/**
 * Writes `save` if the lease still holds, all or nothing, and renews the lease. A step that is done stays as it was
 * first written. Returns false, having written nothing, if the run was taken over or has ended.
 */
export async function saveRun(sql: Sql, lease: Lease, save: Save): Promise<boolean> {
  const isReleasing = save.releaseInMs !== undefined || save.end !== undefined;
  const [row] = await sql<{ held: number }[]>`
    with held as (
      update engine_runs set
        attempt = coalesce(${save.attempt ?? null}::int, attempt),
        available_at = case when ${save.releaseInMs ?? null}::float8 is null then available_at
          else now() + ${save.releaseInMs ?? null}::float8 * interval '1 millisecond' end,
        lease_owner = case when ${isReleasing}::boolean then null else lease_owner end,
        lease_until = case when ${isReleasing}::boolean then null
          else now() + ${lease.leaseMs}::float8 * interval '1 millisecond' end,
        status = coalesce(${save.end?.status ?? null}::engine_run_status, status),
        output = coalesce(${save.end?.output ?? null}::text, output),
        ended_at = case when ${save.end !== undefined}::boolean then now() end,
        is_announcing = ${save.end?.isAnnounced ?? false}::boolean
      where id = ${lease.runId} and lease_owner = ${lease.owner} and generation = ${lease.generation}
        and ended_at is null
      returning id
    ), saved as (
      insert into engine_steps (run_id, id, name, kind, state, position, attempt, available_at, output)
      select held.id, s.id, s.name, s.kind, s.state, s.position, s.attempt,
        now() + s.delay_ms * interval '1 millisecond', s.output
      from held, jsonb_to_recordset(${JSON.stringify((save.steps ?? []).map(toRow))}::text::jsonb) as s(
        id text, name text, kind engine_step_kind, state engine_step_state, position int, attempt int, delay_ms float8,
        output text)
      on conflict (run_id, id) do update set state = excluded.state, position = excluded.position,
        attempt = excluded.attempt, available_at = excluded.available_at, output = excluded.output, saved_at = now()
      where engine_steps.state = 'planned'
        and (excluded.state <> 'planned' or excluded.attempt > engine_steps.attempt)
      returning id
    )
    select count(*)::int as held from held`;
  return (row?.held ?? 0) > 0;
}

function toRow(step: SavedStep) {
  const { delayMs, ...rest } = step;
  return { ...rest, delay_ms: delayMs };
}

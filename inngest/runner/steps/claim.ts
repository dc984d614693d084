// Takes the next run that may start: a lease of its own, within every concurrency limit.
import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { LOCKS } from '@/db/advisory-locks';
import type { FunctionSpec } from '../config/config';
import type { EngineEvent } from '../config/expression';

export interface StepRecord {
  id: string;
  name: string;
  kind: 'run' | 'sleep';
  state: 'planned' | 'done' | 'failed';
  position: number | null;
  attempt: number;
  /** For a planned step: milliseconds on this process's monotonic clock when it is due. */
  dueAt: number;
  /** Data or error. */
  output: unknown;
}

export interface ClaimedRun {
  id: string;
  functionId: string;
  events: EngineEvent[];
  attempt: number;
  generation: number;
  steps: StepRecord[];
}

export interface ClaimOptions {
  owner: string;
  leaseMs: number;
  specs: FunctionSpec[];
  /** Runs that this process is at work on: never taken a second time, and in the limits, whatever became of them. */
  active: string[];
  isNative: boolean;
}

const stepsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['run', 'sleep']),
    state: z.enum(['planned', 'done', 'failed']),
    position: z.int().nullable(),
    attempt: z.int(),
    due: z.number(),
    output: z.string().nullable(),
  }),
);

/** Leases the run that has waited longest of those that may start, or returns null. */
export async function claimRun(sql: Sql, options: ClaimOptions): Promise<ClaimedRun | null> {
  if (!options.isNative) return await claim(sql, options);
  return await sql.begin(async (tx) => {
    // Claims of several processes go one by one: counting and leasing must be one act.
    await tx`select pg_advisory_xact_lock(${LOCKS.engineClaim})`;
    return await claim(tx, options);
  });
}

async function claim(sql: Sql | TransactionSql, options: ClaimOptions): Promise<ClaimedRun | null> {
  const limits = JSON.stringify(
    Object.fromEntries(options.specs.map((spec) => [spec.id, spec.limits.map((limit) => limit.max)])),
  );
  const finish = JSON.stringify(Object.fromEntries(options.specs.map((spec) => [spec.id, spec.finishTimeoutMs])));
  const [row] = await sql<
    { id: string; function_id: string; events: string; attempt: number; generation: number; steps: string | null }[]
  >`
    with mine as (
      select jsonb_array_elements_text(${JSON.stringify(options.active)}::text::jsonb) as id
    ), busy as (
      select k.key, r.function_id, k.slot, count(*) as used
      from engine_runs r, unnest(r.limit_keys) with ordinality as k(key, slot)
      where (r.ended_at is null and r.lease_until > now()) or r.id in (select id from mine)
      group by k.key, r.function_id, k.slot
    ), full_keys as (
      select coalesce(array_agg(key), '{}') as keys from busy
      where used >= coalesce((${limits}::text::jsonb -> function_id ->> (slot - 1)::int)::int, 1)
    ), next as (
      select r.id from engine_runs r
      where r.ended_at is null and r.available_at <= now()
        and (r.lease_until is null or r.lease_until <= now())
        and (r.started_at is not null or r.start_by is null or r.start_by > now())
        and (r.finish_by is null or r.finish_by > now())
        and r.id not in (select id from mine)
        and ${limits}::text::jsonb ? r.function_id
        and not r.limit_keys && (select keys from full_keys)
      order by r.available_at, r.created_at, r.id
      limit 1 for update of r skip locked
    )
    update engine_runs r set
      status = 'running', lease_owner = ${options.owner}, lease_until = now() + ${options.leaseMs}::float8 * interval '1 millisecond',
      generation = r.generation + 1, started_at = coalesce(r.started_at, now()),
      finish_by = coalesce(r.finish_by,
        now() + (${finish}::text::jsonb ->> r.function_id)::float8 * interval '1 millisecond')
    from next where r.id = next.id
    returning r.id, r.function_id, r.events, r.attempt, r.generation, (
      select json_agg(json_build_object('id', s.id, 'name', s.name, 'kind', s.kind, 'state', s.state,
        'position', s.position, 'attempt', s.attempt, 'output', s.output,
        'due', extract(epoch from s.available_at - now()) * 1000))::text
      from engine_steps s where s.run_id = r.id) as steps`;
  if (!row) return null;
  const steps = stepsSchema.parse(JSON.parse(row.steps ?? '[]'));
  return {
    id: row.id,
    functionId: row.function_id,
    events: JSON.parse(row.events) as EngineEvent[],
    attempt: row.attempt,
    generation: row.generation,
    steps: steps.map(({ due, output, ...step }) => ({
      ...step,
      dueAt: performance.now() + due,
      output: output === null ? null : (JSON.parse(output) as unknown),
    })),
  };
}

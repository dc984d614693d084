// Takes an event in: remembers its id, ends the runs it cancels and queues the runs it triggers, in one statement.
import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { FunctionSpec } from './config/config';
import type { EngineEvent } from './config/expression';

export interface Enqueued {
  /** False if the event's id was known already and nothing was done. */
  isFresh: boolean;
  added: number;
  /** Runs ended by this event. */
  cancelled: string[];
  /** Milliseconds until the earliest new run may start, null if there is none. */
  dueInMs: number | null;
}

export interface EnqueueOptions {
  specs: FunctionSpec[];
  /** Something listens to cancelled runs. */
  announcesCancelled: boolean;
  /** Tells other processes through NOTIFY. */
  isNative: boolean;
}

export const NOTIFY_CHANNEL = 'freshet_engine';

/** The key that a run carries for one way of being cancelled, null if the event lacks the value. */
function cancelKey(spec: FunctionSpec, index: number, value: string | null): string | null {
  return value === null ? null : `${spec.id}#${index}:${value}`;
}

function newRun(spec: FunctionSpec, event: EngineEvent) {
  return {
    id: randomUUID(),
    function_id: spec.id,
    events: JSON.stringify([event]),
    delay_ms: spec.debounce?.periodMs ?? 0,
    start_ms: spec.startTimeoutMs,
    limit_keys: spec.limits.map((limit, index) => `${spec.id}#${index}:${limit.key(event) ?? ''}`),
    cancel_keys: spec.cancels
      .map((cancel, index) => cancelKey(spec, index, cancel.match.started(event)))
      .filter((key) => key !== null),
    singleton_key: spec.singleton ? (spec.singleton.key(event) ?? '') : null,
    is_replacing: spec.singleton?.mode === 'cancel',
    debounce_key: spec.debounce ? (spec.debounce.key(event) ?? '') : null,
    debounce_ms: spec.debounce?.timeoutMs ?? null,
    idempotency_key: spec.idempotency ? spec.idempotency(event) : null,
  };
}

/** Queues what `event` triggers. An event id that was seen before changes nothing. */
export async function enqueue(sql: Sql, event: EngineEvent, options: EnqueueOptions): Promise<Enqueued> {
  const runs = options.specs
    .filter((spec) => spec.triggers.some((trigger) => trigger.event === event.name && trigger.matches(event)))
    .map((spec) => newRun(spec, event));
  return await insertRuns(sql, event, runs, cancelsOf(options.specs, event), options);
}

/** Queues one function for an event that nothing else listens to, such as a tick of its cron. */
export async function enqueueFor(sql: Sql, spec: FunctionSpec, event: EngineEvent, options: EnqueueOptions) {
  return await insertRuns(sql, event, [newRun(spec, event)], [], options);
}

function cancelsOf(specs: FunctionSpec[], event: EngineEvent): string[] {
  return specs.flatMap((spec) =>
    spec.cancels
      .map((cancel, index) =>
        cancel.event === event.name ? cancelKey(spec, index, cancel.match.arrived(event)) : null,
      )
      .filter((key) => key !== null),
  );
}

async function insertRuns(
  sql: Sql,
  event: EngineEvent,
  runs: ReturnType<typeof newRun>[],
  cancels: string[],
  options: EnqueueOptions,
): Promise<Enqueued> {
  const [row] = await sql<{ fresh: number; added: number; cancelled: string | null; due: number | null }[]>`
    with incoming as (
      insert into engine_events (id, name) values (${event.id}, ${event.name}) on conflict do nothing returning id
    ), wanted as (
      select r.* from incoming, jsonb_to_recordset(${JSON.stringify(runs)}::text::jsonb) as r(
        id text, function_id text, events text, delay_ms float8, start_ms float8, limit_keys text[], cancel_keys text[],
        singleton_key text, is_replacing boolean, debounce_key text, debounce_ms float8, idempotency_key text)
    ), cancelled as (
      update engine_runs r set status = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null,
        output = ${JSON.stringify({ name: 'Cancelled', message: `Cancelled by ${event.name}` })}::text,
        is_announcing = ${options.announcesCancelled}::boolean
      from incoming
      where r.ended_at is null and (
        r.cancel_keys && array(select jsonb_array_elements_text(${JSON.stringify(cancels)}::text::jsonb))
        or exists (select 1 from wanted w where w.is_replacing and w.function_id = r.function_id
          and w.singleton_key = r.singleton_key))
      returning r.id
    ), plain as (
      insert into engine_runs (id, function_id, events, available_at, start_by, limit_keys, cancel_keys, singleton_key,
        idempotency_key)
      select id, function_id, events, now(), now() + start_ms * interval '1 millisecond', limit_keys, cancel_keys,
        singleton_key, idempotency_key
      from wanted where debounce_key is null and (select count(*) from cancelled) >= 0
      on conflict do nothing returning id, available_at
    ), debounced as (
      insert into engine_runs (id, function_id, events, available_at, start_by, limit_keys, cancel_keys, debounce_key,
        debounce_until)
      select id, function_id, events, now() + delay_ms * interval '1 millisecond',
        now() + (delay_ms + start_ms) * interval '1 millisecond', limit_keys, cancel_keys, debounce_key,
        now() + debounce_ms * interval '1 millisecond'
      from wanted where debounce_key is not null and (select count(*) from cancelled) >= 0
      on conflict (function_id, debounce_key)
        where debounce_key is not null and started_at is null and ended_at is null
      do update set events = excluded.events, limit_keys = excluded.limit_keys, cancel_keys = excluded.cancel_keys,
        start_by = excluded.start_by,
        available_at = least(excluded.available_at, coalesce(engine_runs.debounce_until, 'infinity'))
      returning id, available_at
    ), queued as (select * from plain union all select * from debounced)
    select (select count(*)::int from incoming) as fresh,
      (select count(*)::int from queued) as added,
      (select string_agg(id, ',') from cancelled) as cancelled,
      (select extract(epoch from min(available_at) - now())::float8 * 1000 from queued) as due,
      case when ${options.isNative}::boolean then
        pg_notify(${NOTIFY_CHANNEL}, left(coalesce((select string_agg(id, ',') from cancelled), ''), 7900))::text end`;
  return {
    isFresh: (row?.fresh ?? 0) > 0,
    added: row?.added ?? 0,
    cancelled: row?.cancelled?.split(',') ?? [],
    dueInMs: row?.due ?? null,
  };
}

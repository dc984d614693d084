// Keeps leases alive, ends runs whose time is over, and says when to look again.
import type { Sql } from 'postgres';

/** Renews this process's leases of `runIds`. Returns the runs still held, as `id:generation`. */
export async function renewLeases(
  sql: Sql,
  options: { owner: string; leaseMs: number; runIds: string[] },
): Promise<Set<string>> {
  const rows = await sql<{ held: string }[]>`
    update engine_runs set lease_until = now() + ${options.leaseMs}::float8 * interval '1 millisecond'
    where id in (select jsonb_array_elements_text(${JSON.stringify(options.runIds)}::text::jsonb))
      and lease_owner = ${options.owner} and ended_at is null
    returning id || ':' || generation as held`;
  return new Set(rows.map((row) => row.held));
}

export interface Sweep {
  /** Runs ended because they started or finished too late. */
  expired: string[];
  /** Milliseconds until something becomes due by itself, null if nothing will. */
  nextInMs: number | null;
}

/** Cancels runs past their time limits and finds the next moment to look. */
export async function sweepRuns(sql: Sql, options: { announcesCancelled: boolean }): Promise<Sweep> {
  const [row] = await sql<{ expired: string | null; next: number | null }[]>`
    with expired as (
      update engine_runs set status = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null,
        output = ${JSON.stringify({ name: 'Timeout', message: 'The run took longer than its time limit.' })}::text,
        is_announcing = ${options.announcesCancelled}::boolean
      where ended_at is null and ((started_at is null and start_by <= now()) or finish_by <= now())
      returning id
    ), moments as (
      select unnest(array[available_at, lease_until, start_by, finish_by]) as at from engine_runs where ended_at is null
    )
    select (select string_agg(id, ',') from expired) as expired,
      (select extract(epoch from min(at) - now())::float8 * 1000 from moments where at > now()) as next`;
  return { expired: row?.expired?.split(',') ?? [], nextInMs: row?.next ?? null };
}

/** Gives back every lease: for the embedded database, where whoever held one before this process is dead. */
export async function dropLeases(sql: Sql): Promise<void> {
  await sql`update engine_runs set lease_owner = null, lease_until = null where lease_until is not null`;
}

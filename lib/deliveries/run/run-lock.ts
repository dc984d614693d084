// One order for all locks of a delivery: its row first, then its run, its outcomes, the targets. Whoever ends an outcome
// sees what the others ended before.
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { DeliveryStatus, DeliveryTrigger } from '@/db/schema';
import { OPEN_OUTCOMES_SQL, OPEN_RUNS_SQL } from '@/lib/deliveries/delivery-run';

export type Tx = Pick<Db, 'execute'>;

export const openRuns = sql.raw(OPEN_RUNS_SQL);
export const openOutcomes = sql.raw(OPEN_OUTCOMES_SQL);

export interface HeldRun extends Record<string, unknown> {
  id: string;
  deliveryId: string;
  repoId: string;
  orgId: string;
  trigger: DeliveryTrigger;
  status: DeliveryStatus;
  isEnabled: boolean;
  isArchived: boolean;
  isBinned: boolean;
}

/** Locks the delivery of run `runId`; null if there is no such run any more. */
export async function lockRun(tx: Tx, runId: string): Promise<HeldRun | null> {
  await tx.execute(sql`
    select d.id from deliveries d where d.id = (select delivery_id from delivery_runs where id = ${runId}::uuid)
    for no key update`);
  // In a statement of its own: it sees what was committed while the lock was waited for.
  const [run] = await tx.execute<HeldRun>(sql`
    select r.id, r.delivery_id as "deliveryId", d.repo_id as "repoId", repos.org_id as "orgId", r.trigger, r.status,
      d.is_enabled as "isEnabled", repos.status = 'archived' as "isArchived", repos.deleted_at is not null as "isBinned"
    from delivery_runs r join deliveries d on d.id = r.delivery_id join repos on repos.id = d.repo_id
    where r.id = ${runId}::uuid`);
  return run ?? null;
}

/**
 * Ends a run whose last outcome has ended: delivered, unchanged, partial or failed, all by one statement. Nothing happens
 * while one is open. Returns whether it ended here and one more was asked for meanwhile; `lockRun` comes first.
 */
export async function endRunIfDone(tx: Tx, runId: string): Promise<{ ended: boolean; status: DeliveryStatus | null }> {
  const [ended] = await tx.execute<{ status: DeliveryStatus }>(sql`
    with counted as (
      select count(*) filter (where status in ('delivered', 'unchanged'))::int as good,
        count(*) filter (where status = 'delivered')::int as moved, count(*)::int as all_of_them,
        count(*) filter (where status in ${openOutcomes})::int as open
      from delivery_outcomes where run_id = ${runId}::uuid
    ), ended as (
      update delivery_runs r set ended_at = clock_timestamp(),
        status = (case when c.good = 0 then 'failed' when c.good < c.all_of_them then 'partial'
          when c.moved > 0 then 'delivered' else 'unchanged' end)::delivery_status,
        error = case when c.all_of_them = 0 then 'None of its hosts is there any more.'
          when c.good = 0 then 'No host got it: see what each of them says.'
          when c.good < c.all_of_them then c.good || ' of ' || c.all_of_them || ' hosts have it; the others are as they were.'
          else null end,
        error_kind = case when c.good < c.all_of_them or c.all_of_them = 0 then coalesce(
          (select o.error_kind from delivery_outcomes o where o.run_id = r.id and o.error_kind is not null
            order by o.ended_at limit 1), 'internal') else null end
      from counted c
      where r.id = ${runId}::uuid and r.status = 'running' and r.digest is not null and c.open = 0
      returning r.id, r.delivery_id, r.status
    ), freed as (
      update deliveries d set active_run_id = null from ended where d.id = ended.delivery_id and d.active_run_id = ended.id
    )
    select status from ended`);
  return { ended: ended !== undefined, status: ended?.status ?? null };
}

/** Ends a run before or while its hosts get it, as `status`; what they have by then they keep. True if it ended here. */
export async function endRunAs(
  tx: Tx,
  runId: string,
  end: { status: 'failed' | 'blocked' | 'cancelled'; error: string; errorKind: string | null },
): Promise<boolean> {
  const [ended] = await tx.execute(sql`
    with ended as (
      update delivery_runs set status = ${end.status}::delivery_status, error = ${end.error},
        error_kind = ${end.errorKind}::error_kind, ended_at = clock_timestamp()
      where id = ${runId}::uuid and status in ${openRuns} returning id, delivery_id
    ), freed as (
      update deliveries d set active_run_id = null from ended where d.id = ended.delivery_id and d.active_run_id = ended.id
    ), stopped as (
      update delivery_outcomes o set status = 'cancelled', ended_at = clock_timestamp(), next_attempt_at = null
      from ended where o.run_id = ended.id and o.status in ${openOutcomes}
    )
    select id from ended`);
  return ended !== undefined;
}

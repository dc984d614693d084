// Delivers again to hosts that a check found to differ, where a delivery is set to.
import type { HostState } from '@/db/schema';
import type { Context } from '@/lib/context';
import { requestDelivery } from '@/lib/deliveries/run/request-delivery';
import type { Verification } from '@/lib/deliveries/verify/verification';
import type { DeliveryRules } from '@/lib/deliveries/verify/verify-job';

/** What a delivery mends. What holds something else is left alone, and what cannot be reached cannot be delivered to. */
const MENDED: readonly HostState[] = ['behind', 'changed', 'interrupted', 'never'];
const FIRST_WAIT_SECONDS = 300;
const LONGEST_WAIT_SECONDS = 6 * 3600;
/** Repairs that are remembered: after a day without one, the next comes at once. */
const MEMORY_HOURS = 24;

/** Seconds from the last of `repairs` within a day until another may begin: 5, 10, 20 … minutes, 6 hours at most. */
export function repairWait(repairs: number): number {
  return repairs === 0 ? 0 : Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (repairs - 1));
}

export interface History {
  /** Within a day. */
  repairs: number;
  secondsSinceLast: number | null;
  /** Secrets stopped this very commit. */
  isBlocked: boolean;
  /** A run is under way. */
  isBusy: boolean;
}

/** Whether it may begin; what secrets stopped waits for a person or for another commit. */
export function mayRepair({ repairs, secondsSinceLast, isBlocked, isBusy }: History): boolean {
  if (isBlocked || isBusy) return false;
  // A time in the future comes from a wrong clock: nobody waits for it.
  return secondsSinceLast === null || secondsSinceLast < 0 || secondsSinceLast >= repairWait(repairs);
}

/**
 * At most one run for a check. Hosts that somebody rolled back stay so until somebody delivers. Returns the run's id; null
 * if there is nothing to mend, or it has to wait.
 */
export async function repair(
  ctx: Pick<Context, 'db' | 'send' | 'log'>,
  delivery: Pick<DeliveryRules, 'id' | 'repair' | 'isEnabled'>,
  { hosts }: Verification,
): Promise<string | null> {
  if (!delivery.repair || !delivery.isEnabled) return null;
  const differing = hosts.filter(({ state }) => MENDED.includes(state));
  if (differing.length === 0) return null;
  const left = await rolledBack(ctx, delivery.id);
  const wrong = differing.filter(({ target }) => !left.has(target.id));
  const commit = wrong.find((host) => host.commit !== null)?.commit ?? null;
  if (wrong.length === 0 || !mayRepair(await historyOf(ctx, delivery.id, commit))) return null;
  const runId = await requestDelivery(ctx, delivery.id, {
    trigger: 'repair',
    targetIds: wrong.map(({ target }) => target.id),
    // What was changed says of itself that it has the right commit.
    force: wrong.some(({ state }) => state === 'changed' || state === 'interrupted'),
  });
  if (runId !== null)
    ctx.log.info({ delivery_id: delivery.id, hosts: wrong.length }, 'hosts that differ are delivered to');
  return runId;
}

/** Targets on which a roll-back was the last that became live. */
async function rolledBack({ db }: Pick<Context, 'db'>, deliveryId: string): Promise<Set<string>> {
  const rows = await db.$client<{ target_id: string }[]>`
    select target_id from (
      select distinct on (o.target_id) o.target_id, r.trigger from delivery_outcomes o
      join delivery_runs r on r.id = o.run_id
      where r.delivery_id = ${deliveryId} and o.status in ('delivered', 'unchanged')
      order by o.target_id, r.created_at desc, r.id desc) last
    where last.trigger = 'rollback'`;
  return new Set(rows.map((row) => row.target_id));
}

async function historyOf({ db }: Pick<Context, 'db'>, deliveryId: string, commit: string | null) {
  const [row] = await db.$client<{ repairs: number; seconds: number | null; is_blocked: boolean; is_busy: boolean }[]>`
    select count(*)::int as repairs, extract(epoch from now() - max(created_at))::float8 as seconds,
      coalesce((select r.status = 'blocked' and r.commit = ${commit} from delivery_runs r
        where r.delivery_id = ${deliveryId} and r.trigger <> 'rollback'
          and r.status not in ('queued', 'waiting', 'running', 'cancelled')
        order by r.created_at desc, r.id desc limit 1), false) as is_blocked,
      exists (select 1 from deliveries where id = ${deliveryId} and active_run_id is not null) as is_busy
    from delivery_runs where delivery_id = ${deliveryId} and trigger = 'repair'
      and created_at > now() - ${MEMORY_HOURS} * interval '1 hour'`;
  return {
    repairs: row?.repairs ?? 0,
    secondsSinceLast: row?.seconds ?? null,
    isBlocked: row?.is_blocked ?? false,
    isBusy: row?.is_busy ?? false,
  };
}

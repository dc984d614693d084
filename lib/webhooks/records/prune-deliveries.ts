// Forgets old deliveries, now and then.
import type { Context } from '@/lib/context';

/** What is kept of each host, and for how long. */
const KEPT = 1000;
export const KEPT_DAYS = 14;
/** Deliveries between two prunings, and the most milliseconds between them. */
const EVERY = 100;
const LATEST_MS = 60 * 60 * 1000;

let prunedAt = Number.NEGATIVE_INFINITY;

/**
 * Prunes if one of the deliveries `ids` makes it due, or if the last time is long ago. Nobody waits for it, and it
 * never throws.
 */
export function pruneSometimes(ctx: Pick<Context, 'db' | 'log'>, ids: number[]): void {
  const now = performance.now();
  if (!ids.some((id) => id % EVERY === 0) && now - prunedAt < LATEST_MS) return;
  prunedAt = now;
  void pruneDeliveries(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, 'old deliveries stay for now'));
}

/** Keeps the newest of each host, and none that is too old. Returns how many were dropped. */
export async function pruneDeliveries(ctx: Pick<Context, 'db'>): Promise<number> {
  const { count } = await ctx.db.$client`
    delete from webhook_deliveries d
    using (
      select host, greatest(now() - ${KEPT_DAYS} * interval '1 day', (
        select received_at from webhook_deliveries k where k.host = h.host
        order by received_at desc nulls last offset ${KEPT - 1} limit 1)) as oldest
      from unnest(enum_range(null::webhook_host)) as h (host)
    ) as limits
    where d.host = limits.host and d.received_at < limits.oldest`;
  return count;
}

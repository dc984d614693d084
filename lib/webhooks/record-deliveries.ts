// What is kept of deliveries: that they came, by which a replay is seen, and what they came to.
import { sql } from 'drizzle-orm';
import { type WebhookHost, type WebhookOutcome, webhookDeliveries } from '@/db/schema';
import type { Context } from '@/lib/context';

export interface DeliveryKey {
  host: WebhookHost;
  deliveryId: string | null;
}

export interface NewDelivery extends DeliveryKey {
  event: string;
  outcome: WebhookOutcome;
  repoIds: string[];
}

/** Those that have not been here: also none of them twice. */
export async function withoutReplays<T extends DeliveryKey>(ctx: Pick<Context, 'db'>, all: T[]): Promise<T[]> {
  const named = all.filter((one) => one.deliveryId !== null);
  const rows =
    named.length === 0
      ? []
      : await ctx.db.$client<{ host: WebhookHost; delivery_id: string }[]>`
          select host, delivery_id from webhook_deliveries
          where (host, delivery_id) in (
            select * from unnest(${named.map((one) => one.host)}::webhook_host[],
                                 ${named.map((one) => one.deliveryId)}::text[]))`;
  const seen = new Set(rows.map((row) => `${row.host} ${row.delivery_id}`));
  return all.filter(({ host, deliveryId }) => {
    if (deliveryId === null) return true;
    const key = `${host} ${deliveryId}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Writes deliveries down, none of them twice in `all`, and returns the ids of the rows. */
export async function recordDeliveries(ctx: Pick<Context, 'db'>, all: NewDelivery[]): Promise<number[]> {
  if (all.length === 0) return [];
  const rows = await ctx.db
    .insert(webhookDeliveries)
    .values(
      all.map(({ repoIds, ...delivery }) => ({
        ...delivery,
        repoCount: repoIds.length,
        // It may be gone by now.
        repoId: repoIds[0] === undefined ? null : sql`(select id from repos where id = ${repoIds[0]}::uuid)`,
      })),
    )
    .onConflictDoUpdate({
      target: [webhookDeliveries.host, webhookDeliveries.deliveryId],
      set: {
        event: sql`excluded.event`,
        outcome: sql`excluded.outcome`,
        repoId: sql`excluded.repo_id`,
        repoCount: sql`excluded.repo_count`,
        receivedAt: sql`now()`,
      },
    })
    .returning({ id: webhookDeliveries.id });
  return rows.map((row) => row.id);
}

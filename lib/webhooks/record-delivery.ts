// What is kept of a delivery: that it came, by which a replay is seen, and what it came to.
import { eq, sql } from 'drizzle-orm';
import { type WebhookHost, type WebhookOutcome, webhookDeliveries } from '@/db/schema';
import type { Context } from '@/lib/context';

export interface NewDelivery {
  host: WebhookHost;
  deliveryId: string | null;
  event: string;
  outcome: WebhookOutcome;
}

/**
 * Records a delivery and returns its id; null for a replay. One that failed, or that a crash left half done, is begun
 * anew when its host sends it again.
 */
export async function beginDelivery(ctx: Pick<Context, 'db'>, o: NewDelivery): Promise<number | null> {
  const [row] = await ctx.db
    .insert(webhookDeliveries)
    .values(o)
    .onConflictDoUpdate({
      target: [webhookDeliveries.host, webhookDeliveries.deliveryId],
      set: { outcome: o.outcome, event: o.event, receivedAt: sql`now()` },
      setWhere: sql`${webhookDeliveries.outcome} = 'failed' or (${webhookDeliveries.outcome} = 'pending'
        and ${webhookDeliveries.receivedAt} < now() - interval '1 minute')`,
    })
    .returning({ id: webhookDeliveries.id });
  return row?.id ?? null;
}

/** Writes down what a delivery came to. */
export async function endDelivery(
  ctx: Pick<Context, 'db'>,
  id: number,
  o: { outcome: WebhookOutcome; repoIds: string[] },
): Promise<void> {
  await ctx.db
    .update(webhookDeliveries)
    .set({
      outcome: o.outcome,
      repoCount: o.repoIds.length,
      // It may be gone by now.
      repoId: sql`(select id from repos where id = ${o.repoIds[0] ?? null}::uuid)`,
    })
    .where(eq(webhookDeliveries.id, id));
}

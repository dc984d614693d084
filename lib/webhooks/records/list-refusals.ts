// How many deliveries of each host were refused since the last good one.
import type { WebhookHost } from '@/db/schema';
import { webhookRefusals } from '@/db/schema';
import type { Context } from '@/lib/context';
import { isOpen } from './count-refusal';
import type { Webhook } from './webhook';

/** Only of hosts that have any. */
export async function listRefusals(ctx: Pick<Context, 'db'>): Promise<Map<WebhookHost, Webhook['refused']>> {
  const rows = await ctx.db.select().from(webhookRefusals).where(isOpen);
  return new Map(rows.map((row) => [row.host, { count: row.count, last_at: row.lastAt.toISOString() }]));
}

// Each host's webhooks, for administrators: where it sends to, whether it can sign, what it sent and what was refused.
import { webhookSecrets } from '@/db/schema';
import { requireAdmin } from '@/lib/accounts/require-admin';
import type { Context } from '@/lib/context';
import { HOSTS, webhookPath } from '../payload/hosts';
import { listDeliveries } from './list-deliveries';
import { listRefusals } from './list-refusals';
import type { Webhook } from './webhook';

/** Throws `unauthenticated` and `forbidden`. */
export async function listWebhooks(ctx: Context): Promise<Webhook[]> {
  requireAdmin(ctx, 'webhooks');
  const secrets = await ctx.db
    .select({ host: webhookSecrets.host, createdAt: webhookSecrets.createdAt })
    .from(webhookSecrets);
  const setAt = new Map(secrets.map((row) => [row.host, row.createdAt.toISOString()]));
  const deliveries = await listDeliveries(ctx);
  const refused = await listRefusals(ctx);
  return HOSTS.map((host) => ({
    host,
    path: webhookPath(host),
    secret_set_at: setAt.get(host) ?? null,
    refused: refused.get(host) ?? null,
    deliveries: deliveries.get(host) ?? [],
  }));
}

// Takes a host's secret away: its webhooks are refused from then on.
import { eq } from 'drizzle-orm';
import { type WebhookHost, webhookSecrets } from '@/db/schema';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { forgetSecrets } from './read-secret';

/** Throws `not_found` if none is set, and what `requireAdminWriter` throws. */
export async function removeWebhookSecret(ctx: Context, host: WebhookHost): Promise<void> {
  requireAdminWriter(ctx, 'webhooks');
  const gone = await ctx.db.transaction(async (tx) => {
    const removed = await tx
      .delete(webhookSecrets)
      .where(eq(webhookSecrets.host, host))
      .returning({ host: webhookSecrets.host });
    if (removed.length > 0) {
      await recordAudit(tx, ctx, { verb: 'webhook.remove_secret', subject: { kind: 'webhook', id: host, name: host } });
    }
    return removed;
  });
  forgetSecrets(ctx);
  if (gone.length === 0) throw new AppError('not_found', 'No secret is set for that host.');
}

// Makes the secret that a host signs its webhooks with.
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type WebhookHost, webhookSecrets } from '@/db/schema';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { forgetSecrets } from './read-secret';

/**
 * Returns a new secret, which is shown this once; the one before is worth nothing from now on,
 * and after some seconds in other processes.
 * Throws what `requireAdminWriter` throws.
 */
export async function setWebhookSecret(ctx: Context, host: WebhookHost): Promise<string> {
  requireAdminWriter(ctx, 'webhooks');
  const secret = randomBytes(32).toString('base64url');
  const values = {
    secretCiphertext: encryptToken(secret, loadSecret(ctx.env)),
    createdBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
  };
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(webhookSecrets)
      .values({ host, ...values })
      .onConflictDoUpdate({ target: webhookSecrets.host, set: { ...values, createdAt: sql`now()` } });
    await recordAudit(tx, ctx, { verb: 'webhook.set_secret', subject: { kind: 'webhook', id: host, name: host } });
  });
  forgetSecrets(ctx);
  return secret;
}

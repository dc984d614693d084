// The secret that a host signs with, decrypted.
import { eq } from 'drizzle-orm';
import { type WebhookHost, webhookSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { decryptToken, loadSecret } from '@/lib/git/credentials';

/** Null where none is set, and where what is stored cannot be read any more, which the log then says. */
export async function readSecret(ctx: Pick<Context, 'db' | 'env' | 'log'>, host: WebhookHost): Promise<string | null> {
  const [row] = await ctx.db
    .select({ ciphertext: webhookSecrets.secretCiphertext })
    .from(webhookSecrets)
    .where(eq(webhookSecrets.host, host));
  if (!row) return null;
  try {
    return decryptToken(row.ciphertext, loadSecret(ctx.env));
  } catch (error) {
    ctx.log.warn({ err: error, host }, 'the secret of the webhooks cannot be read: make a new one under Settings');
    return null;
  }
}

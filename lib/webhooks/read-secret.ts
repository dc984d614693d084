// The secret that a host signs with, decrypted.
import type { Db } from '@/db/client';
import { type WebhookHost, webhookSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { decryptToken, loadSecret } from '@/lib/git/credentials';
import { inBatches, oncePer } from './in-batches';

/** Read for every webhook, so that a secret that was replaced or removed is so everywhere at once. */
const ciphertexts = oncePer((db: Db) =>
  inBatches(async (hosts: WebhookHost[]) => {
    const rows = await db
      .select({ host: webhookSecrets.host, ciphertext: webhookSecrets.secretCiphertext })
      .from(webhookSecrets);
    const byHost = new Map(rows.map((row) => [row.host, row.ciphertext]));
    return hosts.map((host) => byHost.get(host) ?? null);
  }),
);

/** Null where none is set, and where what is stored cannot be read any more, which the log then says. */
export async function readSecret(ctx: Pick<Context, 'db' | 'env' | 'log'>, host: WebhookHost): Promise<string | null> {
  const ciphertext = await ciphertexts(ctx.db)(host);
  if (!ciphertext) return null;
  try {
    return decryptToken(ciphertext, loadSecret(ctx.env));
  } catch (error) {
    ctx.log.warn({ err: error, host }, 'the secret of the webhooks cannot be read: make a new one under Settings');
    return null;
  }
}

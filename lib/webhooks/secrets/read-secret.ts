// The secret that a host signs with, decrypted.
import type { Db } from '@/db/client';
import { type WebhookHost, webhookSecrets } from '@/db/schema';
import type { Context } from '@/lib/context';
import { decryptToken, loadSecret } from '@/lib/secrets';
import { inBatches, oncePer } from '../tasks/in-batches';

/** Milliseconds for which one that another process replaced or removed is still good here. */
const KEPT_MS = 5000;

/** Milliseconds between two lines in the log about one host: whoever sends a webhook has it read. */
const LOG_MS = 60_000;
const saidAt = new Map<WebhookHost, number>();

type Ciphertexts = Map<WebhookHost, Buffer>;

/** On globalThis, because Next loads pages and routes as separate module instances. */
const holder = globalThis as typeof globalThis & {
  freshetWebhookSecrets?: WeakMap<Db, { ciphertexts: Ciphertexts | null; readAt: number }>;
};

function kept() {
  holder.freshetWebhookSecrets ??= new WeakMap();
  return holder.freshetWebhookSecrets;
}

/** What is read from now on is what the database has. */
export function forgetSecrets(ctx: Pick<Context, 'db'>): void {
  kept().set(ctx.db, { ciphertexts: null, readAt: performance.now() });
}

const ciphertexts = oncePer((db: Db) =>
  inBatches(async (hosts: WebhookHost[]) => {
    const readAt = performance.now();
    const rows = await db
      .select({ host: webhookSecrets.host, ciphertext: webhookSecrets.secretCiphertext })
      .from(webhookSecrets);
    const byHost: Ciphertexts = new Map(rows.map((row) => [row.host, row.ciphertext]));
    if (readAt > (kept().get(db)?.readAt ?? 0)) kept().set(db, { ciphertexts: byHost, readAt });
    return hosts.map((host) => byHost.get(host) ?? null);
  }),
);

async function ciphertextOf(db: Db, host: WebhookHost, isFresh: boolean): Promise<Buffer | null> {
  const known = kept().get(db);
  const isGood = known?.ciphertexts && performance.now() - known.readAt < KEPT_MS;
  return isGood && !isFresh ? (known.ciphertexts?.get(host) ?? null) : await ciphertexts(db)(host);
}

/**
 * Null if none is set, and if what is stored cannot be read any more, which the log then says. Without `isFresh`
 * it may be some seconds old.
 */
export async function readSecret(
  ctx: Pick<Context, 'db' | 'env' | 'log'>,
  host: WebhookHost,
  { isFresh = false } = {},
): Promise<string | null> {
  const ciphertext = await ciphertextOf(ctx.db, host, isFresh);
  if (!ciphertext) return null;
  try {
    return decryptToken(ciphertext, loadSecret(ctx.env));
  } catch (error) {
    const now = performance.now();
    if (now - (saidAt.get(host) ?? Number.NEGATIVE_INFINITY) >= LOG_MS) {
      saidAt.set(host, now);
      ctx.log.warn({ err: error, host }, 'the secret of the webhooks cannot be read: make a new one under Settings');
    }
    return null;
  }
}

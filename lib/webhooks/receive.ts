// Receives a webhook: a sender that cannot sign is refused; one that can learns nothing of the result.
import type { WebhookHost } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { instruments } from '@/lib/instruments';
import { accept } from './accept';
import { deliveryId } from './payload/delivery-id';
import { parseBody } from './payload/parse-body';
import { readPayload } from './payload/read-payload';
import { isSigned } from './payload/verify';
import { countRefusal } from './records/count-refusal';
import { readSecret } from './secrets/read-secret';
import { unavailable } from './unavailable';

export interface Received {
  headers: Headers;
  /** As it came: the signature is over these bytes. */
  body: Buffer;
}

/** One and the same, whatever is amiss: a stranger does not learn whether a secret is set. */
const REFUSED =
  'The signature or the secret of this webhook is missing or wrong. Make a secret for this host under Settings, and give ' +
  'the host the same one.';

/**
 * Asks for a sync of every repository that a signed push is about; resolves once that is durable. Does nothing for a
 * replay. Throws `forbidden` on a read-only server, `unauthenticated` if the signature is missing or wrong or no secret
 * is set, and `internal` with `retryAfterSeconds` if the delivery cannot be checked or kept at the moment; nothing else
 * about it is an error.
 */
export async function receiveWebhook(
  ctx: Omit<Context, 'actor'>,
  host: WebhookHost,
  received: Received,
): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  requireWriter(system);
  const isFromHost = await isTrusted(system, host, received).catch((cause: unknown) => {
    throw unavailable(system, cause);
  });
  if (!isFromHost) {
    instruments().webhooks.inc({ host, outcome: 'refused' });
    countRefusal(system, host);
    throw new AppError('unauthenticated', REFUSED, { title: 'Webhook refused' });
  }
  const { headers, body } = received;
  const news = readPayload(host, headers, parseBody(body, headers.get('content-type')));
  await accept(system, { host, deliveryId: deliveryId(host, headers, body), receivedAt: Date.now(), news });
}

/** If the remembered secret does not fit, the one in the database is tried: it may be new. */
async function isTrusted(ctx: Context, host: WebhookHost, received: Received): Promise<boolean> {
  if (isSigned(host, { ...received, secret: await readSecret(ctx, host) })) return true;
  return isSigned(host, { ...received, secret: await readSecret(ctx, host, { isFresh: true }) });
}

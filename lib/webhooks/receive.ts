// Receives a webhook: who cannot sign is refused; who can learns nothing, whatever comes of it.
import type { WebhookHost, WebhookOutcome } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requestSoon } from '@/lib/sync/request-soon';
import { deliveryId } from './delivery-id';
import { findRepos } from './find-repos';
import { joinFollowUp } from './join-follow-up';
import { parseBody } from './parse-body';
import { pruneSometimes } from './prune-deliveries';
import { readPayload, type WebhookNews } from './read-payload';
import { readSecret } from './read-secret';
import { beginDelivery, endDelivery } from './record-delivery';
import { isSigned } from './verify';

export interface Delivery {
  headers: Headers;
  /** As it came: the signature is over these bytes. */
  body: Buffer;
}

/**
 * Asks for a sync of every repository that a signed push is about; resolves once that is durable. Does nothing for a
 * replay. Throws `forbidden` on a read-only server and `unauthenticated` where the signature is missing or wrong, or no
 * secret is set; nothing else about the delivery is an error.
 */
export async function receiveWebhook(ctx: Omit<Context, 'actor'>, host: WebhookHost, o: Delivery): Promise<void> {
  const system: Context = { ...ctx, actor: { kind: 'system' } };
  requireWriter(system);
  if (!isSigned(host, { ...o, secret: await readSecret(system, host) })) {
    throw new AppError('unauthenticated', 'The signature is missing or wrong.');
  }
  const news = readPayload(host, o.headers, parseBody(o.body, o.headers.get('content-type')));
  const outcome = outcomeByEvent(news);
  const id = await beginDelivery(system, {
    host,
    deliveryId: deliveryId(host, o.headers, o.body),
    event: eventName(news),
    outcome,
  });
  if (id === null) return;
  if (news && outcome === 'pending') {
    const repoIds = await findRepos(system, news);
    await endDelivery(system, id, { repoIds, outcome: await requestAll(system, repoIds) });
  }
  await pruneSometimes(system, id);
}

/** What a delivery comes to by its event alone; `pending` where that depends on the repository. */
function outcomeByEvent(news: WebhookNews | null): WebhookOutcome {
  if (!news) return 'unreadable';
  if (news.event === 'ping') return 'answered';
  return news.event === 'ignored' ? 'ignored' : 'pending';
}

/** Our word for what we understand, the host's own for the rest. */
function eventName(news: WebhookNews | null): string {
  if (!news) return 'unreadable';
  return news.event === 'ignored' ? news.name : news.event;
}

/** One that fails does not keep the others from their sync; what is worst for any of them is the outcome. */
async function requestAll(ctx: Context, repoIds: string[]): Promise<WebhookOutcome> {
  const outcomes = new Set<WebhookOutcome>();
  for (const repoId of repoIds) outcomes.add(await request(ctx, repoId));
  return (['failed', 'started', 'coalesced', 'ignored'] as const).find((one) => outcomes.has(one)) ?? 'unknown';
}

async function request(ctx: Context, repoId: string): Promise<WebhookOutcome> {
  try {
    if (await joinFollowUp(ctx, repoId)) return 'coalesced';
    return await requestSoon(ctx, repoId, { trigger: 'webhook' });
  } catch (error) {
    // Archived, or deleted since it was found: nothing to sync, and nothing wrong.
    if (error instanceof AppError && (error.code === 'invalid' || error.code === 'not_found')) return 'ignored';
    ctx.log.error({ err: error, repo_id: repoId }, 'a webhook could not start its sync');
    return 'failed';
  }
}

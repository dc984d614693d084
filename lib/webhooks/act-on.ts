// Acts on deliveries that are signed and read: asks for the syncs, and writes down what came of it.
import type { Db } from '@/db/client';
import type { WebhookHost, WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { instruments } from '@/lib/metrics/instruments';
import { findRepos } from './find-repos';
import { inBatches, oncePer } from './in-batches';
import { pruneSometimes } from './prune-deliveries';
import type { WebhookNews } from './read-payload';
import { recordDeliveries, withoutReplays } from './record-deliveries';
import { requestSyncs } from './request-syncs';

export interface ReadDelivery {
  host: WebhookHost;
  deliveryId: string | null;
  /** Null where the body could not be read. */
  news: WebhookNews | null;
}

/** Those that come while others are worked on share their queries: a burst stays quick. */
const batches = oncePer((_db: Db) =>
  inBatches(async (items: { ctx: Context; delivery: ReadDelivery }[]) => {
    const [first] = items;
    if (first)
      await actOnAll(
        first.ctx,
        items.map((item) => item.delivery),
      );
    return items.map(() => undefined);
  }),
);

/** Resolves once every sync that `delivery` asks for will happen. A replay does nothing. */
export async function actOn(ctx: Context, delivery: ReadDelivery): Promise<void> {
  await batches(ctx.db)({ ctx, delivery });
}

async function actOnAll(ctx: Context, all: ReadDelivery[]): Promise<void> {
  const [deliveries, found] = await Promise.all([withoutReplays(ctx, all), findRepos(ctx, all.map(aboutWhat))]);
  const reposOf = new Map(all.map((delivery, i) => [delivery, found[i] ?? []]));
  const outcomes = await requestSyncs(
    ctx,
    deliveries.flatMap((delivery) => reposOf.get(delivery) ?? []),
  );
  // Last: what a crash cuts off is not a replay when its host sends it again.
  const done = deliveries.map((delivery) => {
    const { host, deliveryId, news } = delivery;
    const repoIds = reposOf.get(delivery) ?? [];
    return { host, deliveryId, event: eventName(news), outcome: outcomeOf(news, repoIds, outcomes), repoIds };
  });
  const ids = await recordDeliveries(ctx, done);
  for (const { host, outcome } of done) instruments().webhooks.inc({ host, outcome });
  const fresh = new Set(deliveries);
  for (const one of all) if (!fresh.has(one)) instruments().webhooks.inc({ host: one.host, outcome: 'replay' });
  await pruneSometimes(ctx, ids);
}

const NOTHING = { addresses: [], place: null };

/** Nothing is looked up for what starts no sync. */
function aboutWhat({ news }: ReadDelivery) {
  return news && news.event !== 'ping' && news.event !== 'ignored' ? news : NOTHING;
}

/** Of several repositories, what needs most to be known. */
function outcomeOf(news: WebhookNews | null, repoIds: string[], outcomes: Map<string, WebhookOutcome>): WebhookOutcome {
  if (!news) return 'unreadable';
  if (news.event === 'ping') return 'answered';
  if (news.event === 'ignored') return 'ignored';
  const all = new Set(repoIds.map((id) => outcomes.get(id)));
  return (['started', 'coalesced', 'ignored'] as const).find((one) => all.has(one)) ?? 'unknown';
}

/** Our word for what we understand, the host's own for the rest. */
function eventName(news: WebhookNews | null): string {
  if (!news) return 'unreadable';
  return news.event === 'ignored' ? news.name : news.event;
}

// Acts on deliveries that are signed and read: asks for the syncs, and writes down what came of it.
import type { Db } from '@/db/client';
import type { WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { instruments } from '@/lib/instruments';
import { about } from './about';
import type { Delivery, WebhookNews } from './delivery';
import { findRepos } from './find-repos';
import { grantWishes } from './grant-wishes';
import { inBatches, oncePer } from './in-batches';
import { pruneSometimes } from './prune-deliveries';
import { recordDeliveries, withoutReplays } from './record-deliveries';

/** Those that come while others are worked on share their queries: a burst stays quick. */
const batches = oncePer((_db: Db) =>
  inBatches(async (items: { ctx: Context; delivery: Delivery }[]) => {
    const [first] = items;
    if (first)
      await actOnAll(
        first.ctx,
        items.map((item) => item.delivery),
      );
    return items.map(() => undefined);
  }),
);

/** Resolves once the database knows of every sync that `delivery` asks for. A replay does nothing. */
export async function actOn(ctx: Context, delivery: Delivery): Promise<void> {
  await batches(ctx.db)({ ctx, delivery });
}

async function actOnAll(ctx: Context, all: Delivery[]): Promise<void> {
  const [deliveries, found] = await Promise.all([withoutReplays(ctx, all), findRepos(ctx, all.map(aboutWhat))]);
  const reposOf = new Map(all.map((delivery, i) => [delivery, found[i] ?? []]));
  const { wishes, rows } = await recordDeliveries(
    ctx,
    deliveries.map((delivery) => {
      const { host, deliveryId, news, receivedAt } = delivery;
      const repoIds = reposOf.get(delivery) ?? [];
      return {
        host,
        deliveryId,
        ageMs: Math.max(0, Date.now() - receivedAt),
        event: eventName(news),
        outcome: outcomeOf(news),
        repoIds,
        about: repoIds.length === 0 ? about(news) : null,
      };
    }),
  );
  grantWishes(ctx, wishes);
  for (const { host, outcome } of rows) instruments().webhooks.inc({ host, outcome });
  const fresh = new Set(deliveries);
  for (const one of all) if (!fresh.has(one)) instruments().webhooks.inc({ host: one.host, outcome: 'replay' });
  pruneSometimes(
    ctx,
    rows.map((row) => row.id),
  );
}

const NOTHING = { addresses: [], place: null };

/** Nothing is looked up for what starts no sync. */
function aboutWhat({ news }: Delivery) {
  return news && news.event !== 'ping' && news.event !== 'ignored' ? news : NOTHING;
}

/** Null where it depends on what becomes of its repositories. */
function outcomeOf(news: WebhookNews | null): WebhookOutcome | null {
  if (!news) return 'unreadable';
  if (news.event === 'ping') return 'answered';
  return news.event === 'ignored' ? 'ignored' : null;
}

/** Our word for what we understand, the host's own for the rest. */
function eventName(news: WebhookNews | null): string {
  if (!news) return 'unreadable';
  return news.event === 'ignored' ? news.name : news.event;
}

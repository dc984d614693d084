// Acts on deliveries that are signed and read: asks for the syncs, and writes down what came of it.
import type { Db } from '@/db/client';
import type { WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { instruments } from '@/lib/instruments';
import { findRepos } from './find-repos';
import { about } from './payload/about';
import type { Delivery, WebhookNews } from './payload/delivery';
import { pruneSometimes } from './records/prune-deliveries';
import { type NewDelivery, recordDeliveries, withoutReplays } from './records/record-deliveries';
import { startPendingSyncs } from './start-pending-syncs';
import { inBatches, oncePer } from './tasks/in-batches';

interface Accepted {
  ctx: Context;
  delivery: Delivery;
}

/** Deliveries that come while others are worked on share queries, so a burst stays quick. */
const actInBatches = oncePer((_db: Db) => inBatches(actTogether));

/** Resolves once the database knows of every sync that `delivery` asks for. A replay does nothing. */
export async function actOn(ctx: Context, delivery: Delivery): Promise<void> {
  await actInBatches(ctx.db)({ ctx, delivery });
}

/** The same for all of `deliveries`, which may all fail if one does. Returns what the database threw; never throws. */
export async function actOnAll(ctx: Context, deliveries: Delivery[]): Promise<unknown[]> {
  const results = await Promise.allSettled(deliveries.map((delivery) => actOn(ctx, delivery)));
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}

async function actTogether(items: Accepted[]): Promise<undefined[]> {
  const [first] = items;
  if (!first) return [];
  const { ctx } = first;
  const all = items.map((item) => item.delivery);
  const [deliveries, found] = await Promise.all([withoutReplays(ctx, all), findRepos(ctx, all.map(aboutWhat))]);
  const reposOf = new Map(all.map((delivery, i) => [delivery, found[i] ?? []]));
  const { pending, rows } = await recordDeliveries(
    ctx,
    deliveries.map((delivery) => newDelivery(delivery, reposOf.get(delivery) ?? [])),
  );
  startPendingSyncs(ctx, pending);
  for (const { host, outcome } of rows) instruments().webhooks.inc({ host, outcome });
  const isNew = new Set(deliveries);
  for (const one of all) if (!isNew.has(one)) instruments().webhooks.inc({ host: one.host, outcome: 'replay' });
  pruneSometimes(
    ctx,
    rows.map((row) => row.id),
  );
  return items.map(() => undefined);
}

const NOTHING = { addresses: [], place: null };

/** A delivery that starts no sync needs no look-up. */
function aboutWhat({ news }: Delivery) {
  return news && news.event !== 'ping' && news.event !== 'ignored' ? news : NOTHING;
}

function newDelivery({ host, deliveryId, news, receivedAt }: Delivery, repoIds: string[]): NewDelivery {
  return {
    host,
    deliveryId,
    ageMs: Math.max(0, Date.now() - receivedAt),
    event: eventName(news),
    outcome: outcomeOf(news),
    repoIds,
    about: repoIds.length === 0 ? about(news) : null,
  };
}

/** Null if it depends on what becomes of its repositories. */
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

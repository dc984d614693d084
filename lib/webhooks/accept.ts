// Takes a delivery in: it is safe once the database has it or a file has, whichever is first. A burst of pushes keeps
// the database busy with the very syncs that they ask for, and their senders need not wait for that.
import type { Context } from '@/lib/context';
import type { Env } from '@/lib/env';
import { actOn } from './act-on';
import type { Delivery } from './delivery';
import { inBatches, oncePer } from './in-batches';
import { type Journal, journalDir, openJournal, type Release } from './journal';
import { goOn } from './under-way';

/** With so many waiting for the database, senders wait for it too. */
const MOST_WAITING = 10_000;

interface Accepted {
  ctx: Context;
  delivery: Delivery;
  /** Whether the database has it; rejects where it could not take it. */
  acted: Promise<void>;
  isActedOn: boolean;
}

let waiting = 0;

const writers = oncePer((_env: Env) => {
  let journal: Journal | undefined;
  return inBatches(async (items: Accepted[]) => {
    const [first] = items;
    const left = items.filter((item) => !item.isActedOn);
    if (first && left.length > 0) {
      journal ??= openJournal(journalDir(first.ctx.env.dataDir));
      const release = await journal.append(left.map((item) => item.delivery));
      goOn(releaseWhenActedOn(first.ctx, left, release));
    }
    return items.map(() => undefined);
  });
});

async function releaseWhenActedOn({ log }: Context, items: Accepted[], release: Release): Promise<void> {
  const results = await Promise.allSettled(items.map((item) => item.acted));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) log.warn({ err: failed.reason }, 'webhooks that were accepted wait for the next sweep');
  await release(!failed).catch((error: unknown) => log.warn({ err: error }, 'the journal of webhooks cannot be cut'));
}

/**
 * Resolves once the syncs that `delivery` asks for will happen, whatever crashes. Throws what the database throws, where
 * the data folder cannot take the delivery either.
 */
export async function accept(ctx: Context, delivery: Delivery): Promise<void> {
  const item: Accepted = { ctx, delivery, acted: actOn(ctx, delivery), isActedOn: false };
  waiting++;
  const ended = item.acted.then(
    () => {
      item.isActedOn = true;
      waiting--;
    },
    () => waiting--,
  );
  if (waiting > MOST_WAITING) return await item.acted;
  const written = writers(ctx.env)(item);
  goOn(Promise.allSettled([ended, written]));
  try {
    await Promise.any([item.acted, written]);
  } catch {
    await item.acted;
  }
}

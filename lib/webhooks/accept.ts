// Takes a delivery in: writes it to a file, lets it be answered, has the database act on it, and removes the file. In
// this order, so that at any moment either the sender or a file still has the delivery.
import type { Db } from '@/db/client';
import type { Context } from '@/lib/context';
import { actOn, actOnAll } from './act-on';
import { journalDir, removeJournal, writeJournal } from './journal';
import type { Delivery } from './payload/delivery';
import { trackBackgroundTask } from './tasks/background-tasks';
import { inBatches, oncePer } from './tasks/in-batches';
import { unavailable } from './unavailable';

interface Accepted {
  ctx: Context;
  delivery: Delivery;
}

/** Deliveries that come while a file is being written share the next one. */
const saveInBatches = oncePer((_db: Db) => inBatches(saveTogether));

/**
 * Resolves once the syncs that `delivery` asks for will happen, whatever crashes. Throws `internal` with
 * `retryAfterSeconds` if neither the data folder nor the database takes it.
 */
export async function accept(ctx: Context, delivery: Delivery): Promise<void> {
  try {
    await saveInBatches(ctx.db)({ ctx, delivery });
  } catch (error) {
    ctx.log.warn({ err: error }, 'the data folder takes no webhooks: their senders wait for the database');
    await actOn(ctx, delivery).catch((cause: unknown) => {
      throw unavailable(ctx, cause);
    });
  }
}

async function saveTogether(items: Accepted[]): Promise<undefined[]> {
  const [first] = items;
  if (!first) return [];
  const deliveries = items.map((item) => item.delivery);
  const file = await writeJournal(journalDir(first.ctx.env.dataDir), deliveries);
  trackBackgroundTask(actOnAndRemove(first.ctx, deliveries, file));
  return items.map(() => undefined);
}

/** Never throws: a file that stays is found by the sweep, and a delivery that is acted on twice counts once. */
async function actOnAndRemove(ctx: Context, deliveries: Delivery[], file: string): Promise<void> {
  const [failure] = await actOnAll(ctx, deliveries);
  if (failure) ctx.log.warn({ err: failure }, 'webhooks that were accepted wait for the next sweep');
  else await removeJournal(file).catch((error: unknown) => ctx.log.warn({ err: error }, 'a file of webhooks stays'));
}

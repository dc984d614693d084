// Takes a delivery in: it is safe once the database has it or a file has, whichever is first. A burst of pushes keeps
// the database busy with the very syncs that they ask for, and their senders need not wait for that.
import type { Db } from '@/db/client';
import type { Context } from '@/lib/context';
import { actOn } from './act-on';
import type { Delivery } from './delivery';
import { inBatches, oncePer } from './in-batches';
import { journalDir, removeJournal, writeJournal } from './journal';
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

const journals = oncePer((_db: Db) =>
  inBatches(async (items: Accepted[]) => {
    await keepUntilActedOn(items.filter((item) => !item.isActedOn));
    return items.map(() => undefined);
  }),
);

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
  const written = journals(ctx.db)(item);
  goOn(Promise.allSettled([ended, written]));
  try {
    await Promise.any([item.acted, written]);
  } catch {
    await item.acted;
  }
}

/** Resolves when the file is written, which goes as soon as the database has all that is in it. */
async function keepUntilActedOn(items: Accepted[]): Promise<void> {
  const [first] = items;
  if (!first) return;
  const { env, log } = first.ctx;
  const file = await writeJournal(
    journalDir(env.dataDir),
    items.map((item) => item.delivery),
  );
  goOn(
    Promise.all(items.map((item) => item.acted))
      .then(() => removeJournal(file))
      .catch((error: unknown) => log.warn({ err: error }, 'webhooks that were accepted wait for the next sweep')),
  );
}

// Acts on deliveries that were accepted and that the database did not get: the process died, or the database was away.
import type { Context } from '@/lib/context';
import { actOn } from './act-on';
import { journalDir, listJournal, removeJournal, takeJournal } from './journal';

/** Younger files belong to a process that is at work on them. */
const SETTLED_MS = 30_000;
/** What the database refuses for so long it will not take any more; upstream has been asked many times since. */
const GIVEN_UP_MS = 24 * 60 * 60 * 1000;

/**
 * Returns how many deliveries were acted on. Several processes may do it at once, and beside those that take deliveries
 * in: one that has an id counts once, and a second sync of what moved once finds nothing. `isStart`: files of this
 * process's predecessor count, however young.
 */
export async function replayJournal(ctx: Context, o: { isStart?: boolean } = {}): Promise<number> {
  let acted = 0;
  for (const { file, bytes, ageMs } of await listJournal(journalDir(ctx.env.dataDir))) {
    if (bytes === 0 && (o.isStart || ageMs > GIVEN_UP_MS)) await removeJournal(file);
    else if (bytes > 0 && (o.isStart || ageMs > SETTLED_MS)) acted += await replay(ctx, file, ageMs);
  }
  if (acted > 0) ctx.log.info({ deliveries: acted }, 'webhooks that were accepted before are acted on');
  return acted;
}

async function replay(ctx: Context, file: string, ageMs: number): Promise<number> {
  const taken = await takeJournal(file);
  if (!taken) return 0;
  let acted = taken.deliveries.length;
  try {
    await Promise.all(taken.deliveries.map((delivery) => actOn(ctx, delivery)));
  } catch (error) {
    acted = 0;
    const isGivenUp = ageMs > GIVEN_UP_MS;
    const what = isGivenUp ? 'are given up' : 'are tried again by the next sweep';
    ctx.log.error({ err: error, deliveries: taken.deliveries.length }, `webhooks that could not be acted on ${what}`);
    if (!isGivenUp) return 0;
  }
  await removeJournal(taken.file);
  return acted;
}

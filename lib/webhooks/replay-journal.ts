// Acts on deliveries that were accepted and that the database did not get: the process died, or the database was away.
import type { Context } from '@/lib/context';
import { actOn } from './act-on';
import { journalDir, listJournal, readJournal, removeJournal } from './journal';

/** Younger files belong to a process that is at work on them. */
const SETTLED_MS = 30_000;
/** What the database refuses for so long it will not take any more; upstream has been asked many times since. */
const GIVEN_UP_MS = 24 * 60 * 60 * 1000;

/**
 * Returns how many deliveries were acted on. Several processes may do it at once: who has an id counts once, and a
 * second sync of what moved once finds nothing. `isStart`: no delivery of this process is under way, all files count.
 */
export async function replayJournal(ctx: Context, o: { isStart?: boolean } = {}): Promise<number> {
  let acted = 0;
  for (const { file, ageMs } of await listJournal(journalDir(ctx.env.dataDir))) {
    if (!o.isStart && ageMs < SETTLED_MS) continue;
    const deliveries = await readJournal(file);
    try {
      await Promise.all(deliveries.map((delivery) => actOn(ctx, delivery)));
    } catch (error) {
      const isGivenUp = ageMs > GIVEN_UP_MS;
      const what = isGivenUp ? 'are given up' : 'are tried again by the next sweep';
      ctx.log.error({ err: error, deliveries: deliveries.length }, `webhooks that could not be acted on ${what}`);
      if (!isGivenUp) continue;
    }
    await removeJournal(file);
    acted += deliveries.length;
  }
  if (acted > 0) ctx.log.info({ deliveries: acted }, 'webhooks that were accepted before a crash are acted on');
  return acted;
}

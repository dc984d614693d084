// How many hosts are looked at at a time, by all checks of this process together: each is an ssh or two.
import pLimit from 'p-limit';
import type { Context } from '@/lib/context';

type Turns = ReturnType<typeof pLimit>;

/** Whoever waits for an answer never stands behind what the clock asked for. */
const turns: { people?: Turns; clock?: Turns } = {};

/** As many as FRESHET_CONCURRENT_DELIVERIES for each of the two. Not to be called within itself. */
export function hostTurns<T>(ctx: Pick<Context, 'actor' | 'env'>, work: () => Promise<T>): Promise<T> {
  const who = ctx.actor.kind === 'system' ? 'clock' : 'people';
  const own = turns[who] ?? pLimit(ctx.env.concurrentDeliveries);
  turns[who] = own;
  return own(work);
}

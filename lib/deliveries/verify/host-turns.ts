// How many hosts are looked at at a time, by all checks of this process together: each is an ssh or two.
import pLimit from 'p-limit';
import type { Context } from '@/lib/context';

let turns: ReturnType<typeof pLimit> | undefined;

/** As many as FRESHET_CONCURRENT_DELIVERIES. Not to be called within itself. */
export function hostTurns<T>(ctx: Pick<Context, 'env'>, work: () => Promise<T>): Promise<T> {
  turns ??= pLimit(ctx.env.concurrentDeliveries);
  return turns(work);
}

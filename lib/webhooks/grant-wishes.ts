// Starts the runs that webhooks asked for, after their senders have had their answer.
import type { Context } from '@/lib/context';
import { grantWish, type Wish } from '@/lib/sync/request/request-soon';
import { goOn } from './under-way';

/** Returns at once. The wishes are written down: what fails here is found by a sweep. */
export function grantWishes(ctx: Context, wishes: ReadonlyMap<string, Wish>): void {
  goOn(grantAll(ctx, wishes));
}

async function grantAll(ctx: Context, wishes: ReadonlyMap<string, Wish>): Promise<void> {
  for (const [id, wish] of wishes) {
    try {
      await grantWish(ctx, id, wish, { trigger: 'webhook' });
    } catch (error) {
      ctx.log.error({ err: error, repo_id: id }, 'a sync that a webhook asked for waits for the next sweep');
    }
  }
}

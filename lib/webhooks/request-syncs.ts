// Asks for a sync of every repository that webhooks are about: once for each, however many are.
import type { WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { grantWish, type Wish, wishForSyncs } from '@/lib/sync/request-soon';

const underWay = new Set<Promise<void>>();

/**
 * Resolves with what came of it for each id, once each is written down and so will happen. The runs themselves are
 * started after that: whoever sent the webhook does not wait for them.
 */
export async function requestSyncs(ctx: Context, repoIds: string[]): Promise<Map<string, WebhookOutcome>> {
  const ids = [...new Set(repoIds)];
  const wishes = await wishForSyncs(ctx, ids);
  const granting = grantAll(ctx, wishes).finally(() => underWay.delete(granting));
  underWay.add(granting);
  return new Map(ids.map((id) => [id, outcomeOf(wishes.get(id))]));
}

/** Resolves when every run that webhooks asked for has been started. */
export async function webhooksGranted(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}

/** Archived, or deleted since it was found: nothing to sync, and nothing wrong. */
function outcomeOf(wish: Wish | undefined): WebhookOutcome {
  if (wish === undefined) return 'ignored';
  return wish === 'start' ? 'started' : 'coalesced';
}

async function grantAll(ctx: Context, wishes: Map<string, Wish>): Promise<void> {
  for (const [id, wish] of wishes) {
    try {
      await grantWish(ctx, id, wish, { trigger: 'webhook' });
    } catch (error) {
      ctx.log.error({ err: error, repo_id: id }, 'a sync that a webhook asked for waits for the next sweep');
    }
  }
}

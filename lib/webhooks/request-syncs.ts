// Asks for a sync of every repository that webhooks are about: once for each, however many are.
import type { WebhookOutcome } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { FOLLOW_UP_SECONDS } from '@/lib/sync/follow-up';
import { requestSoon } from '@/lib/sync/request-soon';

/** What came of it for each id. One that fails does not keep the others from their sync. */
export async function requestSyncs(ctx: Context, repoIds: string[]): Promise<Map<string, WebhookOutcome>> {
  const ids = [...new Set(repoIds)];
  const outcomes = new Map<string, WebhookOutcome>();
  for (const id of await joinFollowUps(ctx, ids)) outcomes.set(id, 'coalesced');
  const others = ids.filter((id) => !outcomes.has(id));
  await Promise.all(others.map(async (id) => outcomes.set(id, await request(ctx, id))));
  return outcomes;
}

/**
 * Those for which a run follows anyhow, as soon as the one under way ends or the burst does: it answers this too, and
 * waits for quiet a little longer. In a burst that is nearly all of them, in one query.
 */
async function joinFollowUps(ctx: Pick<Context, 'db'>, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db.$client<{ id: string }[]>`
    update repos set dirty_at = now()
    where id = any(${ids}::uuid[]) and deleted_at is null and dirty
      and (active_run_id is not null or dirty_since > now() - ${FOLLOW_UP_SECONDS} * interval '1 second')
    returning id`;
  return rows.map((row) => row.id);
}

async function request(ctx: Context, repoId: string): Promise<WebhookOutcome> {
  try {
    return await requestSoon(ctx, repoId, { trigger: 'webhook' });
  } catch (error) {
    // Archived, or deleted since it was found: nothing to sync, and nothing wrong.
    if (error instanceof AppError && (error.code === 'invalid' || error.code === 'not_found')) return 'ignored';
    ctx.log.error({ err: error, repo_id: repoId }, 'a webhook could not start its sync');
    return 'failed';
  }
}

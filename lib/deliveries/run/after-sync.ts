// What follows the end of a sync: deliveries that want it begin, and runs that waited for it go on.
import type { Context } from '@/lib/context';
import { requestDelivery, sendRun } from './request-delivery';

/** Called as the visible refs of a repository have moved: the end of the sync, or the sweep, begins the deliveries. */
export async function wantDeliveries(ctx: Pick<Context, 'db'>, repoId: string): Promise<void> {
  await ctx.db.$client`
    update deliveries set dirty = true where repo_id = ${repoId} and after_sync and is_enabled`;
}

/** A sync of the repository has worked, or an attempt of it has failed: whoever waits for it looks again. Never throws. */
export async function wakeDeliveries(ctx: Pick<Context, 'db' | 'send' | 'log'>, repoId: string): Promise<void> {
  try {
    const waiting = await ctx.db.$client<{ id: string }[]>`
      select r.id from delivery_runs r join deliveries d on d.active_run_id = r.id
      where d.repo_id = ${repoId} and r.status = 'waiting'`;
    for (const { id } of waiting) await sendRun(ctx, { repoId, runId: id, again: `woken:${Date.now()}` });
  } catch (error) {
    ctx.log.warn(
      { err: error, repo_id: repoId },
      'deliveries that wait for a sync could not be woken; the sweep does it',
    );
  }
}

/** Begins what waits for a sync of the repository to end. */
export async function deliverAfterSync(ctx: Pick<Context, 'db' | 'send' | 'log'>, repoId: string): Promise<void> {
  await wakeDeliveries(ctx, repoId);
  const wanted = await ctx.db.$client<{ id: string }[]>`
    select id from deliveries where repo_id = ${repoId} and dirty and active_run_id is null`;
  for (const { id } of wanted) await requestDelivery(ctx, id, { trigger: 'sync' });
}

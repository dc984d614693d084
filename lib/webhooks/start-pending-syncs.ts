// Starts the syncs that webhooks asked for, after their senders have had their answer.
import type { Context } from '@/lib/context';
import { type NextStep, startPendingSync } from '@/lib/sync/request/request-soon';
import { trackBackgroundTask } from './tasks/background-tasks';

/** Returns at once, and never throws: that they are pending is in the database, where a sweep finds what fails here. */
export function startPendingSyncs(ctx: Context, pending: ReadonlyMap<string, NextStep>): void {
  trackBackgroundTask(startAll(ctx, pending));
}

async function startAll(ctx: Context, pending: ReadonlyMap<string, NextStep>): Promise<void> {
  for (const [repoId, nextStep] of pending) {
    try {
      await startPendingSync(ctx, repoId, nextStep, { trigger: 'webhook' });
    } catch (error) {
      ctx.log.error({ err: error, repo_id: repoId }, 'a sync that a webhook asked for waits for the next sweep');
    }
  }
}

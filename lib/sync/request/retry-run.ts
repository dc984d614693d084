// Tries a run that did not work once more: a new run of the same repository, or the next attempt at once.
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { getRun } from '@/lib/runs/get-run';
import type { Run } from '@/lib/runs/run';
import { requestSync } from './request-sync';

/**
 * Starts a run in place of run `id`, which failed, was cancelled or waits for its next attempt; returns the new one.
 * Throws what `requestSync` throws, and `conflict` for a run that worked or is under way.
 */
export async function retryRun(ctx: Context, id: string, options: { trigger: 'manual' | 'api' }): Promise<Run> {
  requireWriter(ctx);
  const run = await getRun(ctx, id);
  await visibleRepo(ctx, run.repo_id, 'repo.sync');
  if (run.status === 'succeeded' || run.status === 'unchanged') {
    throw new AppError('conflict', 'This run worked: there is nothing to try again. Sync the repository instead.');
  }
  const { runId } = await requestSync(ctx, run.repo_id, options);
  return await getRun(ctx, runId);
}

// Asks for a sync when it does not matter who was first: a run under way asks for the next one when it ends.
import type { RunTrigger } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requestSync } from './request-sync';

/** Throws what `requestSync` throws but `conflict`. */
export async function requestUnlessBusy(ctx: Context, repoId: string, options: { trigger: RunTrigger }): Promise<void> {
  try {
    await requestSync(ctx, repoId, options);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error;
  }
}

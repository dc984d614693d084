// Waits until a run has ended or an attempt of it has failed.
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { OPEN } from '@/lib/sync/state';

const POLL_MS = [10, 20, 40, 80, 160, 250];

/** Resolves true when run `runId` has ended or has failed an attempt, false after `timeoutMs`. */
export async function waitForRun(
  ctx: Context,
  runId: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (let i = 0; ; i++) {
    const [run] = await ctx.db
      .select({ status: syncRuns.status, error: syncRuns.error })
      .from(syncRuns)
      .where(eq(syncRuns.id, runId));
    if (!run || run.error !== null || !OPEN.includes(run.status)) return true;
    const left = deadline - performance.now();
    if (left <= 0 || signal?.aborted) return false;
    await sleep(Math.min(left, POLL_MS[Math.min(i, POLL_MS.length - 1)] ?? 250));
  }
}

// Brings in the planned contents that the index lacks: read from the object store, analysed in threads, committed in batches.
import pLimit from 'p-limit';
import { isEmbedded } from '@/db/client';
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { openCatFile } from '@/lib/git/read/cat-file';
import { analysisKey } from '@/lib/indexing/analyze/analysis';
import { workerThreads } from '@/lib/indexing/analyze/worker-pool';
import { planRun } from '@/lib/indexing/plan/plan';
import type { RunTarget } from '@/lib/indexing/run-target';
import { analyzeGroup } from './analyze-group';
import { insertAnalyses } from './insert-analyses';
import { countMissing, missingBlobs } from './missing-blobs';
import { readGroups } from './read-groups';
import { refuseTooMuchText } from './unpacked-size';

/** Bytes of source in a transaction: fewer if searches have to wait for it on the one connection. */
const EMBEDDED_GROUP_BYTES = 256 * 1024;
const NATIVE_GROUP_BYTES = 1024 * 1024;
/**
 * On the one connection only one transaction runs at a time: a search waits for that one, not for all that are ready.
 */
const inTurn = pLimit(1);
/** After so many new rows the planner needs new statistics. */
const MANY_BLOBS = 1000;
/** Files that are the repository's business rather than the reader's are not counted as skipped. */
const UNCOUNTED = new Set(['binary', 'link']);

export interface IndexedBlobs {
  blobs: number;
  bytes: number;
  /** Files that are listed but not searchable, though they may be text, and paths left out. */
  skipped: number;
}

/**
 * Indexes what a run planned and nothing twice: contents committed by a broken attempt are passed by.
 * Throws AppError kind `corrupt` (retryable) if the mirror lacks an object, `limit` (kind `too_large`) if a
 * repository would have more text than it may have.
 */
export async function indexBlobs(
  ctx: Context,
  target: RunTarget,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number, bytes: number) => void } = {},
): Promise<IndexedBlobs> {
  const { runId, repo, dir = mirrorDir(ctx.env.dataDir, repo.id) } = target;
  // Freshet was updated in between: the plan is for other rules.
  if (await isPlannedByOthers(ctx, runId)) await planRun(ctx, target, options.signal ? { signal: options.signal } : {});
  const { total, skippedPaths } = await countMissing(ctx, repo.id, runId);
  const result: IndexedBlobs = { blobs: 0, bytes: 0, skipped: skippedPaths };
  if (total === 0) return result;

  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const cat = openCatFile(dir, { signal });
  const groups = readGroups(cat, missingBlobs(ctx, repo.id, runId), {
    maxFileBytes: ctx.env.maxFileBytes,
    groupBytes: isEmbedded() ? EMBEDDED_GROUP_BYTES : NATIVE_GROUP_BYTES,
  });
  // Each lane carries one group at a time from the store to the commit: that bounds memory and keeps every part busy.
  const lane = async () => {
    for (;;) {
      const { value: group, done } = await groups.next();
      if (done) return;
      signal.throwIfAborted();
      const analyses = await analyzeGroup(group, { signal, log: ctx.log });
      const insert = async () => {
        signal.throwIfAborted();
        await insertAnalyses(ctx, repo.id, analyses);
      };
      await (isEmbedded() ? inTurn(insert) : insert());
      for (const { analysis, sizeBytes } of analyses) {
        result.blobs++;
        result.bytes += sizeBytes;
        if (analysis.skipped && !UNCOUNTED.has(analysis.skipped)) result.skipped++;
      }
      options.onProgress?.(Math.min(result.blobs, total), total, result.bytes);
    }
  };
  let lanes: Promise<void>[] = [];
  try {
    await refuseTooMuchText(ctx, repo.id, { runId, cat });
    lanes = Array.from({ length: workerThreads() + 2 }, lane);
    await Promise.all(lanes);
  } finally {
    stop.abort();
    await Promise.allSettled(lanes);
    await cat.close();
  }
  if (result.blobs >= MANY_BLOBS) await refreshStatistics(ctx);
  return result;
}

async function isPlannedByOthers(ctx: Context, runId: string): Promise<boolean> {
  const [other] = await ctx.db.$client`
    select 1 from plan_refs
    where run_id = ${runId} and to_sha is not null and analysis <> ${analysisKey(ctx.env)} limit 1`;
  return other !== undefined;
}

/** For the publish that follows, which looks planned contents up by repository and id: autovacuum may come too late. */
async function refreshStatistics(ctx: Context): Promise<void> {
  await ctx.db.$client`analyze (skip_locked) plan_entries`;
  await ctx.db.$client`analyze (skip_locked) blobs (id, repo_id, sha, path_class)`;
}

// Stages `plan`, `index`, `publish` and `embed`: each one call into indexing, with its counts kept on the run.
import { eq } from 'drizzle-orm';
import { syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { maintainMirror, packTogether } from '@/lib/git/mirror/maintain';
import { replaceMirror } from '@/lib/git/mirror/replace-mirror';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { embedRepo } from '@/lib/indexing/embed/embed';
import { planRun } from '@/lib/indexing/plan/plan';
import { publishRun } from '@/lib/indexing/publish/publish';
import { indexBlobs } from '@/lib/indexing/write/write';
import { recordHistory } from '@/lib/sync/history/record-history';
import { finishRun } from '@/lib/sync/run/finish-run';
import { commitMigration, tidyBeside } from '@/lib/sync/run/migration';
import { runStage, type Stage, type StageOptions } from '@/lib/sync/run/run-stage';
import { maintainAfterRun } from '@/lib/sync/upkeep/maintain-database';
import { checkOutFiles } from './check-out-files';

/** Writes down what run `runId` has to change; returns counts. */
export async function planRepo(ctx: Context, runId: string, options: StageOptions) {
  return await runStage(ctx, runId, 'plan', options, async (stage) => {
    const plan = await planRun(ctx, stage, { signal: stage.signal });
    return {
      puts: plan.puts,
      removes: plan.removes,
      blobs: plan.blobs,
      is_full: plan.full,
      is_changed: plan.isChanged,
    };
  });
}

/** Brings in every planned blob that is not there yet; what a broken attempt committed is not done again. */
export async function indexRepo(ctx: Context, runId: string, options: StageOptions) {
  return await runStage(ctx, runId, 'index', options, async (stage) => {
    const before = stage.bytesIndexed;
    const written = await indexBlobs(ctx, stage, {
      signal: stage.signal,
      onProgress: (done, total, bytes) => stage.report(done, total, 'files', before + bytes),
    });
    await ctx.db
      .update(syncRuns)
      .set({ bytesIndexed: before + written.bytes, filesSkipped: written.skipped })
      .where(eq(syncRuns.id, runId));
    return written;
  });
}

/** Makes the new tree visible in one transaction. */
export async function publishRepo(ctx: Context, runId: string, options: StageOptions) {
  return await runStage(ctx, runId, 'publish', options, async (stage) => {
    if (stage.migration !== null) await putInPlace(ctx, stage);
    const published = await publishRun(ctx, stage, async (tx) => await commitMigration(tx, runId));
    if (stage.migration !== null) await tidyBeside(ctx, stage.repo.id, stage.migration.id);
    await maintainAfterRun(ctx, stage.bytesIndexed);
    return published;
  });
}

/**
 * A mirror that was made beside the one that is served takes its place, right before its tree does: for a moment pages
 * of the old tree find the new mirror. After a crash in between, the repeated stage finds it in place and goes on.
 */
async function putInPlace(ctx: Context, stage: Stage): Promise<void> {
  const served = mirrorDir(ctx.env.dataDir, stage.repo.id);
  if (stage.dir === served) return;
  await recordHistory(ctx, stage, stage.dir);
  await replaceMirror(served, stage.dir);
}

/** Gives every new chunk its vectors, then ends the run as `outcome`, or as `succeeded` if vectors were missing. */
export async function embedRun(ctx: Context, runId: string, outcome: 'succeeded' | 'unchanged', options: StageOptions) {
  const counts = await runStage(ctx, runId, 'embed', options, async (stage) => {
    const embedded = await embedRepo(ctx, stage.repo.id, {
      runId,
      signal: stage.signal,
      onProgress: (done, total) => stage.report(done, total, 'chunks'),
    });
    await ctx.db
      .update(syncRuns)
      .set({ chunksEmbedded: embedded.embedded, chunksReused: embedded.reused })
      .where(eq(syncRuns.id, runId));
    // Everything is searchable by now; packs that stay many cost time, not correctness.
    await packMirror(ctx, stage);
    await checkOutFiles(ctx, stage);
    await maintainAfterRun(ctx, stage.bytesIndexed);
    return embedded;
  });
  await finishRun(ctx, runId, counts.embedded > 0 ? 'succeeded' : outcome);
  return counts;
}

/** A view of a local repository has no objects of its own, and its owner's are not ours to pack. */
async function packMirror(ctx: Context, { repo, signal }: Stage): Promise<void> {
  if (repo.kind === 'local') return;
  // A push that is under way may count on what nothing names any more: that is dropped at another time.
  const pack = repo.kind === 'hosted' ? packTogether : maintainMirror;
  await pack(mirrorDir(ctx.env.dataDir, repo.id), { signal }).catch((error: unknown) =>
    ctx.log.warn({ err: error, repo_id: repo.id }, 'the mirror could not be packed'),
  );
}

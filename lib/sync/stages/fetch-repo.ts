// Stage `fetch`: asks upstream what it has, and brings the mirror's hidden refs up to it.
import { eq, sql } from 'drizzle-orm';
import { indexedRefs, repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { removeFolder } from '@/lib/files/remove-folder';
import { pruneUnreachable } from '@/lib/git/mirror/maintain';
import { listRefs, readHead } from '@/lib/git/mirror/refs';
import { besideDir, mirrorDir } from '@/lib/git/mirror-dir';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { analysisKey } from '@/lib/indexing/analyze/analysis';
import { warmWorkers } from '@/lib/indexing/analyze/worker-pool';
import { hasPendingChunks } from '@/lib/indexing/embed/has-pending-chunks';
import { isCompareDue } from '@/lib/indexing/plan/compare-due';
import { searchableBranches } from '@/lib/indexing/plan/searchable-branches';
import { addRunNote } from '@/lib/indexing/run-note';
import { isHistoryCurrent } from '@/lib/sync/history/history-format';
import { finishRun } from '@/lib/sync/run/finish-run';
import { commitMigration, stageDir } from '@/lib/sync/run/migration';
import { RunReplaced, runStage, type Stage, type StageOptions } from '@/lib/sync/run/run-stage';
import { headNote } from './head-note';
import { holdBackNothing } from './hold-back-losses';
import { refuseStranger } from './refuse-stranger';
import { openSource, type Source } from './source';

export interface Fetched {
  /** Nothing to do: the run has ended as `unchanged`. */
  isUnchanged: boolean;
  /** The branch that upstream's HEAD names; null in an empty repository. */
  headBranch: string | null;
}

/** Brings run `runId`'s mirror up to its upstream without touching any visible ref; ends the run if nothing moved. */
export async function fetchRepo(ctx: Context, runId: string, options: StageOptions): Promise<Fetched> {
  return await runStage(ctx, runId, 'fetch', options, async (stage) => {
    const { repo, migration } = stage;
    const served = mirrorDir(ctx.env.dataDir, repo.id);
    const beside = migration && besideDir(ctx.env.dataDir, repo.id, migration.id);
    const dir = migration?.isForced && beside !== null ? beside : served;
    // Before upstream is asked: it may be gone for the same reason.
    if (repo.kind !== 'local' && repo.kind !== 'hosted') await forget(ctx, stage, served);
    const source = await openSource(ctx, repo);
    const isCopied = await source.isCopied(dir);
    const [upstream, isCurrent] = await askUpstream(ctx, stage, source, isCopied ? dir : null);
    if (isCurrent && dir === served && repo.convertTo === null) {
      await commitMigration(ctx.db.$client, runId);
      await finishRun(ctx, runId, 'unchanged');
      return { isUnchanged: true, headBranch: upstream.headBranch };
    }

    // A cold thread takes half a second to start: while git fetches, nobody waits for it.
    warmWorkers();
    await noteUpstream(ctx, stage, upstream);
    // Whoever pushes here means it.
    if (repo.kind !== 'hosted') await holdBackNothing(ctx, stage, upstream);
    const note = await source.bringIn(dir, upstream, {
      isCopied,
      // What is served stays until the other source has been found to be what was meant.
      ...(beside === null ? {} : { anewIn: beside }),
      signal: stage.signal,
      onProgress: (p) => stage.report(p.done, p.total, p.unit),
    });
    const at = await stageDir(ctx, stage);
    if (migration !== null && !migration.isForced) await refuseStranger(ctx, stage, at);
    const aboutHead = repo.kind === 'hosted' ? null : await headNote(at, upstream, { isLocal: repo.kind === 'local' });
    for (const sentence of [note, aboutHead]) {
      if (sentence !== null) await addRunNote(ctx.db.$client, runId, sentence);
    }
    await refuseDeleted(ctx, repo.id, at);
    return { isUnchanged: false, headBranch: upstream.headBranch };
  });
}

/** If a mirror cannot be packed, it is synced all the same. */
async function forget(ctx: Context, { repo, signal }: Stage, dir: string): Promise<void> {
  await pruneUnreachable(dir, { signal }).catch((error: unknown) =>
    ctx.log.warn({ err: error, repo_id: repo.id }, 'what was forgotten could not be thrown away yet'),
  );
}

async function askUpstream(
  ctx: Context,
  stage: Stage,
  source: Source,
  dir: string | null,
): Promise<[UpstreamRefs, boolean]> {
  if (!dir) return [await source.listRefs(null, stage.signal), false];
  const copied = listRefs(dir);
  // Both are read while upstream answers: an unchanged sync costs hardly more than asking.
  const [upstream, local, head, indexed, isPending, isRecorded] = await Promise.all([
    source.listRefs({ dir, refs: copied }, stage.signal),
    copied,
    readHead(dir),
    ctx.db.select().from(indexedRefs).where(eq(indexedRefs.repoId, stage.repo.id)),
    hasPendingChunks(ctx, stage.repo.id),
    isHistoryCurrent(ctx, stage.repo.id),
  ]);
  const isMirrored =
    // A detached HEAD upstream names no branch, and ours stays at the one it had.
    (upstream.headBranch === null || head?.branch === upstream.headBranch) &&
    local.size === upstream.refs.size &&
    [...upstream.refs].every(([name, sha]) => local.get(name) === sha);
  if (!isMirrored || isPending || !isRecorded || isCompareDue(stage.repo)) return [upstream, false];
  const wanted = searchableBranches(stage.repo.indexedBranches, head?.branch ?? null, local);
  const key = analysisKey(ctx.env);
  const isIndexed =
    indexed.length === wanted.size &&
    indexed.every((entry) => wanted.get(entry.ref) === entry.commitSha && entry.analysis === key);
  return [upstream, isIndexed && (stage.repo.headCommit ?? null) === (head?.sha ?? null)];
}

async function noteUpstream(ctx: Context, stage: Stage, upstream: UpstreamRefs): Promise<void> {
  // If its HEAD names no branch, ours stays at the one it had.
  const said = upstream.headBranch === null ? null : upstream.headSha;
  const newHead = said ?? upstream.refs.get(`refs/heads/${stage.repo.defaultBranch}`) ?? null;
  await ctx.db.update(repos).set({ checkedAt: sql`now()` }).where(eq(repos.id, stage.repo.id));
  await ctx.db.update(syncRuns).set({ oldHead: stage.repo.headCommit, newHead }).where(eq(syncRuns.id, stage.runId));
}

/**
 * A removal that came while git worked has taken the folder away already; what git made since must go too. What lies in the
 * bin keeps it.
 */
async function refuseDeleted(ctx: Context, repoId: string, dir: string): Promise<void> {
  const [row] = await ctx.db
    .select({ deletedAt: repos.deletedAt, purgedAt: repos.purgedAt })
    .from(repos)
    .where(eq(repos.id, repoId));
  if (row && !row.deletedAt) return;
  if (!row || row.purgedAt) await removeFolder(dir);
  throw new RunReplaced();
}

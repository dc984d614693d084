// Makes what a run planned visible, in one transaction: readers see the old tree or the new one, never neither.
import type { Sql, TransactionSql } from 'postgres';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { readHead } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRunNote } from '@/lib/indexing/run-note';
import type { RunTarget } from '@/lib/indexing/run-target';
import { type Applied, applyEntries } from './apply-entries';
import { dropOrphans } from './drop-orphans';
import { moveRefs, type PlanRef } from './move-refs';
import { stageFiles } from './stage-files';

export interface Published {
  added: number;
  changed: number;
  removed: number;
  /** Of the default branch, after the publish. */
  fileCount: number;
  sizeBytes: number;
}

interface Run {
  published_at: Date | null;
  added: number;
  changed: number;
  removed: number;
}

/**
 * Publishes a run; once done, further calls return what it did. Throws AppError `internal` (retryable) if
 * planned contents are missing, `conflict` (retryable) if the index moved since it was planned. `alongside` is done in
 * the same transaction.
 */
export async function publishRun(
  ctx: Context,
  { runId, repo }: RunTarget,
  alongside: (tx: TransactionSql) => Promise<void> = async () => {},
): Promise<Published> {
  const run = await findRun(ctx.db.$client, runId);
  const head = await readHead(mirrorDir(ctx.env.dataDir, repo.id));
  const staged = run.published_at ? [] : await stageFiles(ctx, repo.id, runId);
  return await ctx.db.$client.begin(async (tx) => {
    const published = await publish(tx, { runId, repoId: repo.id }, head?.branch ?? null, staged);
    await alongside(tx);
    return published;
  });
}

async function publish(
  tx: TransactionSql,
  { runId, repoId }: { runId: string; repoId: string },
  headBranch: string | null,
  staged: string[],
): Promise<Published> {
  const run = await findRun(tx, runId);
  await tx`select 1 from repos where id = ${repoId} for update`;
  if (run.published_at) {
    const { added, changed, removed } = run;
    return { added, changed, removed, ...(await totals(tx, repoId)) };
  }
  const refs = await tx<PlanRef[]>`
    select p.ref, p.from_sha, p.to_sha, p.is_full, p.analysis, i.commit_sha as current, i.analysis as current_analysis
    from plan_refs p left join indexed_refs i on i.repo_id = ${repoId} and i.ref = p.ref
    where p.run_id = ${runId}`;
  await refuseStalePlan(tx, repoId, runId, refs);

  const applied = await applyEntries(tx, repoId, runId, staged);
  const filesOfNew = await moveRefs(tx, repoId, refs, applied);
  const isCompared = await areAllCompared(tx, repoId, refs);
  await dropOrphans(tx, repoId, isCompared ? 'all' : applied.flatMap((entry) => entry.touched));
  await tx`delete from plan_entries where run_id = ${runId}`;
  await tx`delete from plan_refs where run_id = ${runId}`;

  const sum = (key: 'added' | 'changed' | 'removed') => applied.reduce((total, entry) => total + entry[key], 0);
  const isChanged = applied.length > 0 || refs.some((entry) => entry.from_sha !== entry.to_sha);
  const counts = { added: sum('added') + filesOfNew, changed: sum('changed'), removed: sum('removed') };
  await tx`update repos set default_branch = ${headBranch} where id = ${repoId}`;
  const after = await totals(tx, repoId);
  const notes = [noteOnRules(refs, applied), driftOf(refs, applied)].filter((note) => note !== null);
  await tx`
    update repos set indexed_at = case when ${isChanged} then now() else indexed_at end, file_count = ${after.fileCount}, size_bytes = ${after.sizeBytes},
      head_commit = (select commit_sha from indexed_refs i where i.repo_id = repos.id and i.ref = repos.default_branch),
      compared_at = case when ${isCompared} then now() else compared_at end
    where id = ${repoId}`;
  // In the same transaction as the tree, so that a step repeated after a crash can tell what it did.
  await tx`
    update sync_runs set published_at = now(), files_added = ${counts.added}, files_changed = ${counts.changed},
      files_removed = ${counts.removed} where id = ${runId}`;
  for (const note of notes) await addRunNote(tx, runId, note);
  return { ...counts, ...after };
}

async function findRun(sql: Sql | TransactionSql, runId: string): Promise<Run> {
  const [run] = await sql<Run[]>`
    select published_at, files_added as added, files_changed as changed, files_removed as removed
    from sync_runs where id = ${runId}`;
  if (!run) throw new AppError('not_found', 'This run no longer exists: its repository was removed.');
  return run;
}

/** What a comparison found amiss in branches that had not moved; null if everything was as it should be. */
function driftOf(refs: PlanRef[], applied: Applied[]): string | null {
  const files = countFiles(
    refs.filter((entry) => entry.from_sha === entry.to_sha && !isByOtherRules(entry)),
    applied,
  );
  if (files === 0) return null;
  return `The index had drifted from the repository: ${files} ${files === 1 ? 'file was' : 'files were'} repaired.`;
}

/** Files that were read anew because the rules changed, in branches that were there before. */
function noteOnRules(refs: PlanRef[], applied: Applied[]): string | null {
  const files = countFiles(refs.filter(isByOtherRules), applied);
  if (files === 0) return null;
  const were = files === 1 ? 'file was' : 'files were';
  return `Freshet reads files by other rules than before, since an update or a new limit: ${files} ${were} indexed anew.`;
}

function isByOtherRules({ to_sha: to, analysis, current_analysis: current }: PlanRef): boolean {
  return to !== null && current !== null && current !== analysis;
}

function countFiles(refs: PlanRef[], applied: Applied[]): number {
  const names = new Set(refs.map((entry) => entry.ref));
  return applied
    .filter((entry) => names.has(entry.ref))
    .reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0);
}

/** Whether whole trees were compared for every branch that is searchable now, and not only for those that moved. */
async function areAllCompared(tx: TransactionSql, repoId: string, refs: PlanRef[]): Promise<boolean> {
  const compared = refs.filter((entry) => entry.is_full).map((entry) => entry.ref);
  const [other] = await tx`
    select 1 from indexed_refs where repo_id = ${repoId} and ref <> all(${compared}::text[]) limit 1`;
  return !other;
}

async function refuseStalePlan(tx: TransactionSql, repoId: string, runId: string, refs: PlanRef[]): Promise<void> {
  if (refs.some((entry) => entry.from_sha !== entry.current)) {
    throw new AppError('conflict', 'Something else changed the index after this run was planned. Sync again.', {
      retryable: true,
      kind: 'internal',
    });
  }
  const [missing] = await tx`
    select 1 from plan_entries p where p.run_id = ${runId} and p.op = 'put' and not exists (
      select 1 from blobs b where b.repo_id = ${repoId} and b.sha = p.sha and b.path_class = p.path_class) limit 1`;
  if (missing) {
    throw new AppError('internal', 'Some planned files are not indexed yet, so nothing was published. Sync again.', {
      retryable: true,
      kind: 'internal',
    });
  }
}

async function totals(tx: TransactionSql, repoId: string): Promise<{ fileCount: number; sizeBytes: number }> {
  const [row] = await tx<{ files: number; bytes: number }[]>`
    select i.file_count as files, i.size_bytes::float8 as bytes from indexed_refs i
    join repos r on r.id = i.repo_id and r.default_branch = i.ref where i.repo_id = ${repoId}`;
  return { fileCount: row?.files ?? 0, sizeBytes: row?.bytes ?? 0 };
}

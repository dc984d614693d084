// Works out what a run has to change in the visible tree and writes it down in plan_entries.
import { and, eq, sql } from 'drizzle-orm';
import { files, indexedRefs, planEntries, planRefs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { pathProblem } from '@/lib/git/escape-path';
import { listRefs, readHead } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { openCatFile } from '@/lib/git/read/cat-file';
import { commitExists } from '@/lib/git/read/log';
import { analysisKey } from '@/lib/indexing/analyze/analysis';
import { warmWorkers } from '@/lib/indexing/analyze/worker-pool';
import { addRunNote } from '@/lib/indexing/run-note';
import type { RunTarget } from '@/lib/indexing/run-target';
import { isCompareDue } from './compare-due';
import { compareTree, refuseTooMany } from './compare-tree';
import { diffTree } from './diff-tree';
import { PlanWriter } from './plan-writer';
import { searchableBranches } from './searchable-branches';
import { type TreeClasses, treeClasses } from './tree-classes';

export interface Plan {
  refs: { ref: string; from: string | null; to: string }[];
  /** Branches that are searchable no longer. */
  dropped: string[];
  puts: number;
  removes: number;
  /** True when whole trees were compared. */
  full: boolean;
  /** Planned contents that are not in the index yet. */
  blobs: number;
  /** Paths that cannot be indexed (too long). */
  skipped: number;
  /** False if nothing moved and the comparison found nothing amiss. */
  isChanged: boolean;
}

/** Kinds of errors after which a diff is impossible, but a comparison of the whole tree may work. */
const PASSED_OVER: ReadonlySet<string> = new Set(['corrupt', 'too_large']);

interface RefPlan {
  ref: string;
  from: string | null;
  to: string;
}

const ATTRIBUTES_CUT =
  'Its .gitattributes hold more patterns than are looked at: some files have the language that their names say.';

/**
 * Plans a run: from a diff if the indexed commit is still there. Compares the whole tree if it is not, once a day, and
 * if files were indexed by other rules. Can be repeated: it starts over. Throws AppError `limit` above the limit on
 * files.
 */
export async function planRun(
  ctx: Context,
  { runId, repo, dir = mirrorDir(ctx.env.dataDir, repo.id) }: RunTarget,
  options: { signal?: AbortSignal } = {},
): Promise<Plan> {
  warmWorkers();
  const [refs, head, indexed] = await Promise.all([
    listRefs(dir),
    readHead(dir),
    ctx.db.select().from(indexedRefs).where(eq(indexedRefs.repoId, repo.id)),
  ]);
  await ctx.db.delete(planEntries).where(eq(planEntries.runId, runId));
  await ctx.db.delete(planRefs).where(eq(planRefs.runId, runId));

  const wanted = searchableBranches(repo.indexedBranches, head?.branch ?? null, refs);
  const isDue = isCompareDue(repo);
  const key = analysisKey(ctx.env);
  const known = new Map(indexed.map((entry) => [entry.ref, entry.commitSha]));
  const outdated = new Set(indexed.filter((entry) => entry.analysis !== key).map((entry) => entry.ref));
  const planned: RefPlan[] = [];
  let full = false;
  let skipped = 0;
  for (const [ref, to] of wanted) {
    const from = known.get(ref) ?? null;
    const isAll = isDue || outdated.has(ref);
    if (from === to && !isAll) continue;
    const cat = openCatFile(dir, options);
    const classes = treeClasses(ctx.env, cat, to);
    const target = { dir, repoId: repo.id, runId, ref, from, to, classes };
    const writer = new PlanWriter(ctx, target, classes);
    try {
      const isDiffed = !isAll && from !== null && (await tryDiff(ctx, writer, target, options.signal));
      if (isDiffed) await refuseGrown(ctx, target);
      else await compareTree(ctx, writer, target, { maxFiles: ctx.env.maxFiles, signal: options.signal });
      const plan = { runId, ref, fromSha: from, toSha: to, analysis: key };
      await ctx.db.insert(planRefs).values({ ...plan, isFull: !isDiffed, skippedPaths: writer.skipped });
      full ||= !isDiffed;
    } finally {
      await cat.close();
    }
    if (classes.isCut) await addRunNote(ctx.db.$client, runId, ATTRIBUTES_CUT);
    skipped += writer.skipped;
    planned.push({ ref, from, to });
  }
  const dropped = await planDropped(ctx, repo.id, runId, known, wanted, await refsWithFiles(ctx, repo.id));
  const missing = (repo.indexedBranches ?? []).filter((branch) => !wanted.has(branch));
  if (missing.length > 0) {
    const names = missing.slice(0, 5).join(', ');
    await addRunNote(ctx.db.$client, runId, `Upstream has no branch ${names}: it cannot be searched.`);
  }
  const counts = await countPlan(ctx, repo.id, runId);
  const isChanged =
    planned.some(({ from, to }) => from !== to) || dropped.length > 0 || counts.puts > 0 || counts.removes > 0;
  return { refs: planned, dropped, full, skipped, isChanged, ...counts };
}

/**
 * False if the old commit is gone, its trees are damaged, or too much differs: then nothing of the diff is left in the
 * plan. Comparing the whole tree has limits of its own.
 */
async function tryDiff(
  ctx: Context,
  writer: PlanWriter,
  target: RefPlan & { dir: string; from: string | null; runId: string; repoId: string; classes: TreeClasses },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (!target.from || !(await commitExists(target.dir, target.from))) return false;
  try {
    const changed = await diffTree(writer, { ...target, from: target.from }, { maxFiles: ctx.env.maxFiles, signal });
    for (const under of changed) await compareBelow(ctx, writer, { ...target, under }, signal);
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    const isPassedOver = error instanceof AppError && (error.code === 'not_found' || PASSED_OVER.has(error.kind ?? ''));
    if (!isPassedOver) throw error;
    ctx.log.warn({ run_id: target.runId, ref: target.ref, err: error }, 'diff failed, comparing the whole tree');
    await writer.startOver();
    return false;
  }
}

/** Plans what a change of a folder's attributes means for files that did not change themselves. */
async function compareBelow(
  ctx: Context,
  writer: PlanWriter,
  target: Parameters<typeof compareTree>[2],
  signal: AbortSignal | undefined,
): Promise<void> {
  // What cannot be indexed was counted by the diff, or by the plan before.
  const planned = {
    put: async (path: string, mode: number, sha: string) =>
      void (pathProblem(path) === null && (await writer.put(path, mode, sha))),
    remove: (path: string) => writer.remove(path),
    skip: () => {},
    flush: () => writer.flush(),
  };
  try {
    await compareTree(ctx, planned, target, { maxFiles: ctx.env.maxFiles, signal });
  } catch (error) {
    // The folder is gone, and what was in it with it.
    if (!(error instanceof AppError) || error.code !== 'not_found' || error.kind) throw error;
  }
}

/** A diff may take a branch over the limit on files. */
async function refuseGrown(ctx: Context, target: { repoId: string; runId: string; ref: string }): Promise<void> {
  const { repoId, runId, ref } = target;
  const [row] = await ctx.db.$client<{ files: number }[]>`
    select (select file_count from indexed_refs where repo_id = ${repoId} and ref = ${ref})
      + count(*) filter (where p.op = 'put' and f.path is null)::int
      - count(*) filter (where p.op = 'remove' and f.path is not null)::int as files
    from plan_entries p left join files f on f.repo_id = ${repoId} and f.ref = p.ref and f.path = p.path
    where p.run_id = ${runId} and p.ref = ${ref}`;
  if ((row?.files ?? 0) > ctx.env.maxFiles) throw refuseTooMany(ctx.env.maxFiles);
}

async function planDropped(
  ctx: Context,
  repoId: string,
  runId: string,
  known: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  withFiles: string[],
): Promise<string[]> {
  const dropped = [...new Set([...known.keys(), ...withFiles])].filter((ref) => !wanted.has(ref));
  for (const ref of dropped) {
    const fromSha = known.get(ref) ?? null;
    await ctx.db.insert(planEntries).select(
      ctx.db
        .select({
          runId: sql`${runId}::uuid`.as('run_id'),
          ref: files.ref,
          path: files.path,
          op: sql`'remove'::plan_op`.as('op'),
          sha: sql`null::text`.as('sha'),
          pathClass: sql`null::text`.as('path_class'),
          mode: sql`null::integer`.as('mode'),
        })
        .from(files)
        .where(and(eq(files.repoId, repoId), eq(files.ref, ref))),
    );
    await ctx.db.insert(planRefs).values({ runId, ref, fromSha, toSha: null, isFull: false, skippedPaths: 0 });
  }
  return dropped;
}

/** Also branches that a broken run had begun to bring in. Skips from branch to branch in the index. */
async function refsWithFiles(ctx: Context, repoId: string): Promise<string[]> {
  const rows = await ctx.db.$client<{ ref: string }[]>`
    with recursive found as (
      (select ref from files where repo_id = ${repoId} order by ref limit 1)
      union all
      select (select f.ref from files f where f.repo_id = ${repoId} and f.ref > found.ref order by f.ref limit 1)
      from found where found.ref is not null)
    select ref from found where ref is not null`;
  return rows.map((row) => row.ref);
}

async function countPlan(ctx: Context, repoId: string, runId: string) {
  const [counts] = await ctx.db.$client<{ puts: number; removes: number; blobs: number }[]>`
    select count(*) filter (where p.op = 'put')::int as puts,
      count(*) filter (where p.op = 'remove')::int as removes,
      count(distinct (p.sha, p.path_class)) filter (where p.op = 'put' and b.id is null)::int as blobs
    from plan_entries p
    left join blobs b on b.repo_id = ${repoId} and b.sha = p.sha and b.path_class = p.path_class
    where p.run_id = ${runId}`;
  return counts ?? { puts: 0, removes: 0, blobs: 0 };
}

// Keeps `branches` and `commits` as git has them, at a cost that depends on what moved.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { branches, commits, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { listRefs, readHead } from '@/lib/git/mirror/refs';
import { type CommitInfo, commitExists, listCommits } from '@/lib/git/read/log';
import type { Stage } from '@/lib/sync/run/run-stage';

const BATCH = 500;
const HEADS = 'refs/heads/';

/** Writes branches and the default branch's commits; returns how many commits are new. */
export async function recordHistory(ctx: Context, stage: Stage, dir: string): Promise<number> {
  const repoId = stage.repo.id;
  const [refs, head] = await Promise.all([listRefs(dir), readHead(dir)]);
  // Before the branches: they say which tip the commits were last written down for.
  const added = await recordCommits(ctx, stage, dir, head?.sha ?? null);
  await recordBranches(ctx, repoId, refs);
  await ctx.db.update(syncRuns).set({ commitsSynced: added }).where(eq(syncRuns.id, stage.runId));
  return added;
}

async function recordBranches(ctx: Context, repoId: string, refs: ReadonlyMap<string, string>): Promise<void> {
  const known = new Map(
    (await ctx.db.select().from(branches).where(eq(branches.repoId, repoId))).map((b) => [b.name, b.commitSha]),
  );
  const moved: { repoId: string; name: string; commitSha: string }[] = [];
  for (const [ref, commitSha] of refs) {
    if (!ref.startsWith(HEADS)) continue;
    const name = ref.slice(HEADS.length);
    if (known.get(name) !== commitSha) moved.push({ repoId, name, commitSha });
    known.delete(name);
  }
  const gone = [...known.keys()];
  for (let i = 0; i < gone.length; i += BATCH) {
    const names = gone.slice(i, i + BATCH);
    await ctx.db.delete(branches).where(sql`${branches.repoId} = ${repoId} and ${inArray(branches.name, names)}`);
  }
  for (let i = 0; i < moved.length; i += BATCH) {
    await ctx.db
      .insert(branches)
      .values(moved.slice(i, i + BATCH))
      .onConflictDoUpdate({
        target: [branches.repoId, branches.name],
        set: { commitSha: sql`excluded.commit_sha`, updatedAt: sql`now()` },
      });
  }
}

/** Counts from what was published last, so a run that broke here writes the same rows again and none is missed. */
async function recordCommits(ctx: Context, stage: Stage, dir: string, tip: string | null): Promise<number> {
  const repoId = stage.repo.id;
  const old = stage.repo.headCommit;
  const known = old !== null && tip !== null && (await dropUnreachable(ctx, stage, dir, old, tip)) ? old : null;
  if (known === null) await ctx.db.delete(commits).where(eq(commits.repoId, repoId));
  if (tip === null) return 0;
  let added = 0;
  let batch: CommitInfo[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = batch.map((c) => ({ repoId, ...c }));
    batch = [];
    await ctx.db.insert(commits).values(rows).onConflictDoNothing();
    added += rows.length;
    stage.report(added, null, 'commits');
  };
  for await (const commit of listCommits(
    dir,
    { to: tip, not: known === null ? [] : [known] },
    { signal: stage.signal },
  )) {
    batch.push(commit);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return added;
}

/** False if a part of the old history is gone, so that nobody can say what became unreachable. */
async function dropUnreachable(ctx: Context, stage: Stage, dir: string, old: string, tip: string): Promise<boolean> {
  const repoId = stage.repo.id;
  let shas: string[] = [];
  const flush = async () => {
    if (shas.length === 0) return;
    await ctx.db.delete(commits).where(sql`${commits.repoId} = ${repoId} and ${inArray(commits.sha, shas)}`);
    shas = [];
  };
  try {
    for (const listed of await listedTips(ctx, stage, old)) {
      if (!(await commitExists(dir, listed))) return false;
      for await (const commit of listCommits(dir, { to: listed, not: [tip] })) {
        shas.push(commit.sha);
        if (shas.length >= BATCH) await flush();
      }
    }
  } catch (error) {
    if (error instanceof AppError && error.kind === 'corrupt') return false;
    throw error;
  }
  await flush();
  return true;
}

/**
 * What was published last; if a run has broken since then, it may have written down commits that upstream has taken
 * back by now, and the tips of all that is listed are looked for.
 */
async function listedTips({ db }: Context, { repo }: Stage, old: string): Promise<string[]> {
  const [branch] = await db
    .select({ tip: branches.commitSha })
    .from(branches)
    .where(and(eq(branches.repoId, repo.id), eq(branches.name, repo.defaultBranch ?? '')));
  if (branch?.tip === old) return [old];
  const rows = await db.execute<{ sha: string }>(sql`
    select sha from commits where repo_id = ${repo.id}
    except select unnest(parents) from commits where repo_id = ${repo.id}`);
  return [...new Set([old, ...rows.map(({ sha }) => sha)])];
}

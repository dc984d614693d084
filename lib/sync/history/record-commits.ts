// Keeps `commits` as the default branch has them: what is new is added, what it no longer reaches is dropped.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { branches, commits, histories } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { CommitInfo } from '@/lib/git/read/commit-format';
import { commitExists, listCommits } from '@/lib/git/read/log';
import type { Stage } from '@/lib/sync/run/run-stage';
import { type Authored, countPeople, forgetPeople } from './count-people';
import { BATCH } from './moved-refs';

/** Characters of what people wrote, in one statement. */
const MAX_BATCH_TEXT = 1024 * 1024;
/** Rows that are dropped at once when all of them are. */
const MAX_DROPPED = 5000;

const authored = { email: commits.authorEmail, name: commits.authorName, at: commits.committedAt };

/**
 * Counts from what was published last, so a run that broke here writes the same rows again and none is missed. Returns
 * how many commits are new. Unless `isCurrent`, all that was recorded is dropped first.
 */
export async function recordCommits(
  ctx: Context,
  stage: Stage,
  dir: string,
  { tip, isCurrent }: { tip: string | null; isCurrent: boolean },
): Promise<number> {
  const old = stage.repo.headCommit;
  const isKnown = isCurrent && old !== null && tip !== null && (await dropUnreachable(ctx, stage, dir, old, tip));
  if (!isKnown) await dropAll(ctx, stage.repo.id);
  if (tip === null) return 0;
  const range = { to: tip, not: isKnown ? [old] : [] };
  const listed = await addCommits(ctx, stage, listCommits(dir, range, { signal: stage.signal }));
  // Recorded anew after an update: nothing of it is new.
  return isKnown || old !== tip ? listed : 0;
}

async function addCommits(ctx: Context, stage: Stage, listed: AsyncIterable<CommitInfo>): Promise<number> {
  const repoId = stage.repo.id;
  let count = 0;
  let batch: CommitInfo[] = [];
  let text = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const rows = batch.map((commit) => ({ repoId, ...commit }));
    batch = [];
    text = 0;
    await ctx.db.transaction(async (tx) => {
      const added: Authored[] = await tx.insert(commits).values(rows).onConflictDoNothing().returning(authored);
      await countPeople(tx, repoId, added, 1);
    });
    count += rows.length;
    stage.report(count, null, 'commits');
  };
  for await (const commit of listed) {
    batch.push(commit);
    text += commit.subject.length + commit.body.length + commit.parents.length * commit.sha.length;
    if (batch.length >= BATCH || text >= MAX_BATCH_TEXT) await flush();
  }
  await flush();
  return count;
}

/** Marked first: an attempt that goes on after a crash must not take what is left for the whole. */
async function dropAll(ctx: Context, repoId: string): Promise<void> {
  await ctx.db.update(histories).set({ format: 0 }).where(eq(histories.repoId, repoId));
  await forgetPeople(ctx.db, repoId);
  for (;;) {
    const { count } = await ctx.db.$client`
      delete from commits where repo_id = ${repoId} and sha = any(array(
        select sha from commits where repo_id = ${repoId} limit ${MAX_DROPPED}))`;
    if (count < MAX_DROPPED) return;
  }
}

/** False if a part of the old history is gone, so that nobody can say what became unreachable. */
async function dropUnreachable(ctx: Context, stage: Stage, dir: string, old: string, tip: string): Promise<boolean> {
  const repoId = stage.repo.id;
  let shas: string[] = [];
  const flush = async () => {
    if (shas.length === 0) return;
    const gone = and(eq(commits.repoId, repoId), inArray(commits.sha, shas));
    shas = [];
    await ctx.db.transaction(async (tx) => {
      const dropped: Authored[] = await tx.delete(commits).where(gone).returning(authored);
      await countPeople(tx, repoId, dropped, -1);
    });
  };
  try {
    for (const listed of await listedTips(ctx, stage, old)) {
      if (!(await commitExists(dir, listed))) return false;
      for await (const commit of listCommits(dir, { to: listed, not: [tip] }, { signal: stage.signal })) {
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

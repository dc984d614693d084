// Records the commits that a rewritten history took away, and drops them when their time is over.
import { eq, sql } from 'drizzle-orm';
import { rewrites } from '@/db/schema';
import type { Context } from '@/lib/context';
import { checkMirror } from '@/lib/git/mirror/health';
import { dropKept, type Rewritten } from '@/lib/git/mirror/reset';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { addRunNote } from '@/lib/indexing/run-note';
import type { StageTarget } from '@/lib/sync/run/mark-stage';

/** Days for which lost commits are kept. */
const KEPT_DAYS = 30;

/** Can be repeated: a run says the same of a branch each time. */
export async function recordRewrites(
  ctx: Context,
  { runId, repo }: Pick<StageTarget, 'runId' | 'repo'>,
  rewritten: Rewritten[],
): Promise<void> {
  const keptUntil = sql`now() + ${KEPT_DAYS} * interval '1 day'`;
  await ctx.db
    .insert(rewrites)
    .values(rewritten.map((entry) => ({ ...entry, repoId: repo.id, runId, keptUntil })))
    .onConflictDoNothing();
  await addRunNote(ctx.db.$client, runId, noteOf(rewritten));
}

/** Drops the commits that were kept long enough; returns how many runs kept some. */
export async function expireRewrites(ctx: Context): Promise<number> {
  const expired = await ctx.db.$client<{ run_id: string; repo_id: string }[]>`
    select run_id, repo_id from rewrites group by run_id, repo_id having max(kept_until) <= now()`;
  for (const { run_id: runId, repo_id: repoId } of expired) {
    const dir = mirrorDir(ctx.env.dataDir, repoId);
    // With a mirror that is gone or damaged, what it kept is gone as well.
    if ((await checkMirror(dir)) === 'ok') await dropKept(dir, runId);
    await ctx.db.delete(rewrites).where(eq(rewrites.runId, runId));
  }
  return expired.length;
}

/** "Force-pushed main: 12 commits replaced." */
function noteOf(rewritten: Rewritten[]): string {
  const sentences = rewritten.map(({ branch, newCommit, lostCommits }) => {
    const commits = `${lostCommits.toLocaleString('en-GB')} ${lostCommits === 1 ? 'commit' : 'commits'}`;
    return newCommit === null
      ? `Deleted ${branch}: ${commits} gone with it.`
      : `Force-pushed ${branch}: ${commits} replaced.`;
  });
  const shown = sentences.slice(0, 5).join(' ');
  const rest = sentences.length > 5 ? ` And ${sentences.length - 5} more branches.` : '';
  return `${shown}${rest} Kept for ${KEPT_DAYS} days.`;
}

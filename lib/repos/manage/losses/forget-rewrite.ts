// Drops early what a rewritten history took away: a secret that was pushed must not be kept for a month.
import { and, eq, inArray } from 'drizzle-orm';
import { repos, rewrites, syncRuns } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkMirror } from '@/lib/git/mirror/health';
import { throwAwaySoon } from '@/lib/git/mirror/maintain';
import { dropKept } from '@/lib/git/mirror/reset';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { isId } from '@/lib/is-id';
import { requestSync } from '@/lib/sync/request/request-sync';
import { OPEN } from '@/lib/sync/state';
import { visibleRepo } from '../../visible-repo';

/**
 * Removes every name of these commits. The run that it starts deletes their objects, and what the index still holds of
 * them. Repeated after a crash, it finishes what was begun. Throws `unauthenticated`, `forbidden`, `not_found`,
 * `conflict` while the commits are only just being kept, and AppError if the mirror cannot be written.
 */
export async function forgetRewrite(ctx: Context, repoId: string, rewriteId: string): Promise<void> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage');
  const one = and(eq(rewrites.repoId, repo.id), eq(rewrites.id, rewriteId));
  const [rewrite] = isId(rewriteId) ? await ctx.db.select().from(rewrites).where(one) : [];
  if (!rewrite) throw new AppError('not_found', 'Nothing is kept under this id: it is gone already.');
  await refuseWhileFound(ctx, rewrite.runId);
  const dir = mirrorDir(ctx.env.dataDir, repo.id);
  // With a mirror that is gone or damaged, what it kept is gone as well.
  if ((await checkMirror(dir)) === 'ok') {
    await dropKept(dir, rewrite.runId, rewrite.branch);
    await throwAwaySoon(dir);
  }
  // Marked as not compared: the next run looks at everything that the index holds, also at what broken runs left.
  await ctx.db.update(repos).set({ comparedAt: null }).where(eq(repos.id, repo.id));
  // The row goes last: until then it can be asked for again.
  await ctx.db.transaction(async (tx) => {
    const gone = await tx.delete(rewrites).where(one).returning({ id: rewrites.id });
    if (gone.length === 0) return;
    await recordAudit(tx, ctx, {
      verb: 'repo.forget_rewrite',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      before: { branch: rewrite.branch, old_commit: rewrite.oldCommit, lost_commits: rewrite.lostCommits },
    });
  });
  await throwAway(ctx, repo.id);
}

/** The row is written before the ref: forgetting in between would leave a ref that nobody knows of. */
async function refuseWhileFound({ db }: Context, runId: string): Promise<void> {
  const [run] = await db
    .select({ stage: syncRuns.stage })
    .from(syncRuns)
    .where(and(eq(syncRuns.id, runId), inArray(syncRuns.status, [...OPEN])));
  if (run?.stage !== 'fetch' && run?.stage !== 'reset') return;
  throw new AppError('conflict', 'The run that found this is still at it. Try again in a moment.', { retryable: true });
}

async function throwAway(ctx: Context, repoId: string): Promise<void> {
  try {
    await requestSync(ctx, repoId, { trigger: 'repair' });
  } catch (error) {
    // It is forgotten all the same: any later run deletes what has no name.
    ctx.log.warn({ err: error, repo_id: repoId }, 'the run that throws away what was forgotten could not be started');
  }
}

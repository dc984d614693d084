// Lists what rewritten histories took away from a repository and is still kept, the newest first.
import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { rewrites } from '@/db/schema';
import { may } from '@/lib/access/may';
import { repoSubject } from '@/lib/access/standing-to';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const rewriteSchema = z
  .object({
    id: z.uuid(),
    run_id: z.uuid(),
    branch: z.string(),
    old_commit: z.string().meta({ description: 'Still here: its tree, files and commits can be read by this id.' }),
    new_commit: z.string().nullable().meta({ description: 'null if the branch was deleted.' }),
    lost_commits: z.int().nonnegative(),
    at: z.iso.datetime(),
    kept_until: z.iso.datetime(),
  })
  .meta({ id: 'Rewrite' });
export type Rewrite = z.infer<typeof rewriteSchema>;

const MOST = 100;

/** At most the newest 100. Throws `not_found`, also for those who may not inspect the repository: what was taken away is not there for them. */
export async function listRewrites(ctx: Context, repoId: string): Promise<Rewrite[]> {
  const repo = await visibleRepo(ctx, repoId);
  if (!may(ctx.actor, 'repo.inspect', repoSubject(repo)))
    throw new AppError('not_found', 'There is nothing at this address.');
  const rows = await ctx.db
    .select()
    .from(rewrites)
    .where(eq(rewrites.repoId, repo.id))
    .orderBy(desc(rewrites.at), rewrites.branch)
    .limit(MOST);
  return rows.map((row) => ({
    id: row.id,
    run_id: row.runId,
    branch: row.branch,
    old_commit: row.oldCommit,
    new_commit: row.newCommit,
    lost_commits: row.lostCommits,
    at: row.at.toISOString(),
    kept_until: row.keptUntil.toISOString(),
  }));
}

// Gives a hosted repository its folder: when it is added, and again if a crash came in between.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { makeHosted } from '@/lib/git/mirror/make-hosted';
import { mirrorDir } from '@/lib/git/mirror-dir';

/** The branch that HEAD names until somebody says otherwise. */
export const USUAL_BRANCH = 'main';

type Unfinished = Pick<typeof repos.$inferSelect, 'id' | 'defaultBranch'>;

/** Makes the folder if there is none; from then on the repository is ready to be pushed to. Throws AppError. */
export async function finishHosted(ctx: Pick<Context, 'db' | 'env'>, { id, defaultBranch }: Unfinished): Promise<void> {
  await makeHosted(mirrorDir(ctx.env.dataDir, id), defaultBranch ?? USUAL_BRANCH);
  await ctx.db
    .update(repos)
    .set({ status: 'ready' })
    .where(and(eq(repos.id, id), isNull(repos.activeRunId), inArray(repos.status, ['pending', 'initializing'])));
}

/** Finishes those whose creation a crash cut off; returns how many. */
export async function finishUnfinished(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const unfinished = await ctx.db
    .select({ id: repos.id, defaultBranch: repos.defaultBranch })
    .from(repos)
    .where(
      and(
        eq(repos.kind, 'hosted'),
        inArray(repos.status, ['pending', 'initializing']),
        isNull(repos.activeRunId),
        isNull(repos.deletedAt),
      ),
    );
  let finished = 0;
  for (const one of unfinished) {
    try {
      await finishHosted(ctx, one);
      finished++;
    } catch (error) {
      ctx.log.error({ err: error, repo_id: one.id }, 'a hosted repository could not be given its folder yet');
    }
  }
  return finished;
}

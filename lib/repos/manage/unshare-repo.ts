// Takes back what a repository was shared with somebody for.
import { and, eq, sql } from 'drizzle-orm';
import { repoShares } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { visibleRepo } from '@/lib/repos/visible-repo';

/** They lose what it gave them at once. Throws `not_found` (also for no such share), `forbidden`, `unauthenticated`. */
export async function unshareRepo(ctx: Context, repoId: string, personId: string): Promise<void> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.share');
  const isTheirs = isId(personId) ? eq(repoShares.userId, personId) : sql`false`;
  const gone = await ctx.db
    .delete(repoShares)
    .where(and(eq(repoShares.repoId, repo.id), isTheirs))
    .returning({ id: repoShares.userId });
  if (gone.length === 0) throw new AppError('not_found', 'It is not shared with this person.');
}

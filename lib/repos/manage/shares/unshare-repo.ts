// Takes back what a repository was shared with somebody for.
import { and, eq, sql } from 'drizzle-orm';
import { repoShares, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { visibleRepo } from '../../visible-repo';

/** They lose what it gave them at once. Throws `not_found` (also for no such share), `forbidden`, `unauthenticated`. */
export async function unshareRepo(ctx: Context, repoId: string, personId: string): Promise<void> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.share');
  const isTheirs = isId(personId) ? eq(repoShares.userId, personId) : sql`false`;
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(repoShares)
      .where(and(eq(repoShares.repoId, repo.id), isTheirs))
      .returning();
    if (!gone) throw new AppError('not_found', 'It is not shared with this person.');
    const [person] = await tx.select({ email: users.email }).from(users).where(eq(users.id, gone.userId));
    await recordAudit(tx, ctx, {
      verb: 'repo.unshare',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      before: { person: person?.email ?? gone.userId, can: gone.can },
    });
  });
}

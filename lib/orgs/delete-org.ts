// Deletes an organisation that has no repositories any more.
import { eq } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { lockOrg } from './lock-org';
import { visibleOrg } from './visible-org';

/** Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict` while it has repositories, also in the bin. */
export async function deleteOrg(ctx: Context, slug: string): Promise<void> {
  requireWriter(ctx);
  const { id } = await visibleOrg(ctx, slug, 'org.own');
  await ctx.db.transaction(async (tx) => {
    await lockOrg(tx, id);
    // Also those that are being deleted: their folders are named until the engine has removed them.
    const left = await tx
      .select({ deletedAt: repos.deletedAt, purgedAt: repos.purgedAt })
      .from(repos)
      .where(eq(repos.orgId, id));
    const there = left.filter((repo) => repo.deletedAt === null).length;
    if (there > 0) {
      const many = there === 1 ? 'a repository' : `${there} repositories`;
      throw new AppError(
        'conflict',
        `${slug} still has ${many}. Delete them or move them to another organisation first.`,
        {
          title: 'Not empty',
        },
      );
    }
    const binned = left.filter((repo) => repo.purgedAt === null).length;
    if (binned > 0) {
      const many = binned === 1 ? 'a repository' : `${binned} repositories`;
      throw new AppError(
        'conflict',
        `${slug} still has ${many} in the bin. Remove them for good there, or restore and move them, first.`,
        { title: 'Not empty' },
      );
    }
    if (left.length > 0) {
      throw new AppError(
        'conflict',
        `The last repositories of ${slug} are still being removed. Try again in a moment.`,
        {
          retryable: true,
        },
      );
    }
    await recordAudit(tx, ctx, { verb: 'org.delete', subject: { kind: 'org', id, name: slug }, orgId: id });
    await tx.delete(orgs).where(eq(orgs.id, id));
  });
}

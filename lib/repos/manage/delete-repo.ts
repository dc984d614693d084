// Deletes a repository: it is gone for everybody at once, and the engine removes what is left of it.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { toldOf } from './told-of';

/** Also works while a run is under way, which then stops. Throws `unauthenticated`, `forbidden` and `not_found`. */
export async function deleteRepo(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, id, 'repo.delete');
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx
      .update(repos)
      .set({ deletedAt: sql`now()` })
      .where(and(eq(repos.id, id), isNull(repos.deletedAt)))
      .returning();
    if (!gone) return;
    await recordAudit(tx, ctx, {
      verb: 'repo.delete',
      subject: { kind: 'repo', id, name: `${repo.org}/${repo.name}` },
      orgId: gone.orgId,
      before: toldOf(gone),
    });
  });
  try {
    await ctx.send({ name: 'repo/deleted', id: `${id}:deleted`, data: { repo_id: id } });
  } catch (error) {
    // The mark stays: the sweep finds it and sends the event again.
    ctx.log.warn({ err: error, repo: id }, 'the removal of a deleted repository could not be queued yet');
  }
}

// Takes back a repository that was only just written down, because what it needs could not be had.
import { eq } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';

/** Nothing of it is left but what the audit log tells: that it was added, and `reason`. */
export async function withdrawRepo(
  ctx: Context,
  repo: { id: string; org: string; name: string },
  reason: string,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx.delete(repos).where(eq(repos.id, repo.id)).returning({ orgId: repos.orgId });
    if (!gone) return;
    await recordAudit(tx, ctx, {
      verb: 'repo.delete',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: gone.orgId,
      after: { reason },
    });
  });
}

// Confirms what upstream lost: the sync that was held back goes on.
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requestSync } from '@/lib/sync/request/request-sync';
import type { Repo } from '../../repo';
import { visibleRepo } from '../../visible-repo';

export const confirmationSchema = z
  .strictObject({ commit: z.string().max(64).meta({ description: 'held_back.commit, as it was shown.' }) })
  .meta({ id: 'Confirmation' });

/**
 * Lets exactly this commit through and starts a run. Throws `unauthenticated`, `forbidden`, `not_found`, and `conflict`
 * if something else, or nothing, is held back by now.
 */
export async function confirmLosses(
  ctx: Context,
  id: string,
  options: z.infer<typeof confirmationSchema>,
): Promise<Repo> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, id, 'repo.sync');
  await ctx.db.transaction(async (tx) => {
    const confirmed = await tx
      .update(repos)
      .set({ confirmedCommit: options.commit, heldBackCommit: null, heldBackReason: null })
      .where(and(eq(repos.id, repo.id), eq(repos.heldBackCommit, options.commit)))
      .returning({ id: repos.id });
    if (confirmed.length === 0) {
      throw new AppError('conflict', 'Upstream has moved since: look at what is held back now, if anything is.');
    }
    await recordAudit(tx, ctx, {
      verb: 'repo.confirm_losses',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      after: { commit: options.commit, reason: repo.heldBackReason },
    });
  });
  return (await requestSync(ctx, id, { trigger: 'repair' })).repo;
}

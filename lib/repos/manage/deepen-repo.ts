// Fetches more of the history of a repository that has only a part of it.
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Repo } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { fetchDepth } from './repo-settings';

export const deepenRepoSchema = z
  .strictObject({
    depth: fetchDepth.optional(),
    full: z.literal(true).optional().meta({ description: 'All of it, in place of a depth.' }),
  })
  .refine(({ depth, full }) => (depth === undefined) !== (full === undefined), 'needs either depth or full')
  .meta({ id: 'DeepenRepo' });
export type DeepenRepo = z.infer<typeof deepenRepoSchema>;

/**
 * Starts a run that fetches it, or has one follow the run under way. Throws `unauthenticated`, `forbidden`, `not_found`,
 * and `invalid` if all of it is here or no more is asked for than is here.
 */
export async function deepenRepo(ctx: Context, id: string, { depth = null }: { depth?: number | null }): Promise<Repo> {
  requireWriter(ctx);
  const { org, name } = await visibleRepo(ctx, id, 'repo.manage');
  await ctx.db.transaction(async (tx) => {
    const isIt = and(eq(repos.id, id), isNull(repos.deletedAt));
    const [before] = await tx.select().from(repos).where(isIt).for('update');
    if (!before) throw new AppError('not_found', 'There is no such repository.');
    // One that asks for its whole history may still have to fetch it.
    if (before.depth === null && !before.isShallow) {
      throw new AppError('invalid', `${org}/${name} has its whole history, so there is no more to fetch.`);
    }
    if (depth !== null && depth <= (before.depth ?? Number.POSITIVE_INFINITY)) {
      throw new AppError(
        'invalid',
        `${org}/${name} is fetched ${before.depth === null ? 'as a whole' : `${before.depth} commits deep`} already: give a greater depth, or ask for all of it.`,
      );
    }
    await tx.update(repos).set({ depth }).where(isIt);
    await recordAudit(tx, ctx, {
      verb: 'repo.deepen',
      subject: { kind: 'repo', id, name: `${org}/${name}` },
      orgId: before.orgId,
      before: { depth: before.depth },
      after: { depth },
    });
  });
  return (await requestSync(ctx, id, { trigger: 'repair' })).repo;
}

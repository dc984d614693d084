// Takes a repository out of the bin: it is what it was, and is looked after again.
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { nameTaken } from '@/lib/repos/manage/name-taken';
import { takeName } from '@/lib/repos/old-names';
import type { Repo } from '@/lib/repos/repo';
import { syncAgain } from './archive-repo';
import { binnedRepo, notInBin } from './binned-repo';

/**
 * Throws `unauthenticated`, `forbidden`, `not_found` (it does not lie in the bin, or is being removed) and `conflict` if
 * another repository has its name by now.
 */
export async function restoreRepo(ctx: Context, id: string): Promise<Repo> {
  requireWriter(ctx);
  const { org, name } = await binnedRepo(ctx, id);
  try {
    await ctx.db.transaction(async (tx) => {
      const [back] = await tx
        .update(repos)
        .set({
          deletedAt: null,
          deletedBy: null,
          // What was missed meanwhile; an archived one follows nothing.
          dirty: sql`${repos.status} <> 'archived'`,
          nextCheckAt: sql`case when ${repos.status} = 'archived' or ${repos.syncIntervalSeconds} = 0 then null else now() end`,
        })
        .where(and(eq(repos.id, id), isNotNull(repos.deletedAt), isNull(repos.purgedAt)))
        .returning();
      if (!back) throw notInBin();
      await takeName(tx, back);
      await recordAudit(tx, ctx, {
        verb: 'repo.restore',
        subject: { kind: 'repo', id, name: `${org}/${name}` },
        orgId: back.orgId,
      });
    });
  } catch (error) {
    throw await refusal(ctx, error, org, name);
  }
  const repo = await getRepo(ctx, id);
  if (repo.status === 'archived' || repo.status === 'initializing') return repo;
  await syncAgain(ctx, id);
  return await getRepo(ctx, id);
}

async function refusal(ctx: Context, error: unknown, org: string, name: string): Promise<unknown> {
  const known = await nameTaken(ctx, error, org, name);
  if (!(known instanceof AppError) || known.code !== 'conflict') return known;
  return new AppError(
    'conflict',
    `Another repository is called ${org}/${name} by now. Rename that one, then restore this one.`,
    { cause: error, ...(known.repoId ? { repoId: known.repoId } : {}) },
  );
}

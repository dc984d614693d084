// Marks what lies in the bin as to be removed for good: from then on nothing brings it back, whatever crashes.
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { toldOf } from '@/lib/repos/manage/told-of';
import { findBinned, notInBin } from './binned-repo';

/** Throws `unauthenticated`, `forbidden`, and `not_found` if it does not lie in the bin or the caller may not delete it. */
export async function purgeRepo(ctx: Context, id: string): Promise<void> {
  requireWriter(ctx);
  if (!(await purgeBinned(ctx, id))) throw notInBin();
}

/** False if it does not lie in the bin, or the caller may not delete it. */
export async function purgeBinned(ctx: Context, id: string): Promise<boolean> {
  const repo = await findBinned(ctx, id);
  if (repo === null) return false;
  if (await markPurged(ctx, repo)) await announcePurge(ctx, id);
  return true;
}

/** Marks everything that has lain there for as long as the server keeps it. Returns the number of repositories. */
export async function purgeExpired(ctx: Context): Promise<number> {
  const expired = await ctx.db
    .select({ id: repos.id, name: repos.name, org: orgs.name })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(
      and(
        isNull(repos.purgedAt),
        isNotNull(repos.deletedAt),
        sql`${repos.deletedAt} <= now() - ${ctx.env.binDays} * interval '1 day'`,
      ),
    )
    .limit(1000);
  let purged = 0;
  for (const repo of expired) {
    if (!(await markPurged(ctx, repo))) continue;
    purged++;
    await announcePurge(ctx, repo.id);
  }
  return purged;
}

/** False if somebody restored or purged it meanwhile. */
async function markPurged(
  ctx: Context,
  { id, org, name }: { id: string; org: string; name: string },
): Promise<boolean> {
  return await ctx.db.transaction(async (tx) => {
    const [gone] = await tx
      .update(repos)
      .set({ purgedAt: sql`now()` })
      .where(and(eq(repos.id, id), isNotNull(repos.deletedAt), isNull(repos.purgedAt)))
      .returning();
    if (!gone) return false;
    await recordAudit(tx, ctx, {
      verb: 'repo.purge',
      subject: { kind: 'repo', id, name: `${org}/${name}` },
      orgId: gone.orgId,
      before: toldOf(gone),
    });
    return true;
  });
}

/** Has the engine remove what is left. If that fails the mark stays: the sweep finds it. */
export async function announcePurge(ctx: Context, id: string): Promise<void> {
  await ctx
    .send({ name: 'repo/deleted', id: `${id}:deleted`, data: { repo_id: id } })
    .catch((error: unknown) =>
      ctx.log.warn({ err: error, repo: id }, 'the removal of a deleted repository could not be queued yet'),
    );
}

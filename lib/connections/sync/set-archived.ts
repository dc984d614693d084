// Archives a repository whose source has vanished, and takes it out again when that is back.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { requestUnlessBusy } from '@/lib/sync/request/request-unless-busy';
import { sourcesOf } from '@/lib/sync/state';

/** True if it is so now; false while a run works on it. It stays searchable as it is, and is synced no more until it is back. */
export async function setArchived(ctx: Context, id: string, isArchived: boolean): Promise<boolean> {
  const repo = await visibleRepo(ctx, id);
  if ((repo.status === 'archived') === isArchived) return true;
  const from = isArchived
    ? sql`${repos.status} in (${sql.join(
        sourcesOf('claim').map((one) => sql`${one}`),
        sql`, `,
      )})`
    : eq(repos.status, 'archived');
  const done = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(repos)
      .set(
        isArchived
          ? { status: 'archived', activeRunId: null, dirty: false, dirtySince: null, dirtyAt: null, nextCheckAt: null }
          : { status: repo.indexedAt === null ? 'pending' : 'ready', nextCheckAt: sql`now()` },
      )
      .where(and(eq(repos.id, id), isNull(repos.deletedAt), from))
      .returning({ orgId: repos.orgId });
    if (!row) return false;
    await recordAudit(tx, ctx, {
      verb: isArchived ? 'repo.archive' : 'repo.unarchive',
      subject: { kind: 'repo', id, name: `${repo.org}/${repo.name}` },
      orgId: row.orgId,
    });
    return true;
  });
  if (done && !isArchived) await requestUnlessBusy(ctx, id, { trigger: 'repair' });
  return done;
}

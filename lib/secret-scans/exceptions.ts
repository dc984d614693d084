// Findings that somebody looked at and takes for harmless: who, when and why is kept, here and in the audit log.
import { and, desc, eq, sql } from 'drizzle-orm';
import { secretExceptions, secretFindings } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import type { RepoRow } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { markRepo } from './marks';
import { type Exception, type NewException, toException } from './scan';

/**
 * From now on findings with this fingerprint count for nothing in this repository. Throws what `visibleRepo` throws for
 * repo.manage-deliveries, `not_found` if no scan found it, `conflict` if it is an exception already.
 */
export async function addException(ctx: Context, repoId: string, input: NewException): Promise<Exception> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage-deliveries');
  return await ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select()
      .from(secretFindings)
      .where(and(eq(secretFindings.repoId, repo.id), eq(secretFindings.fingerprint, input.fingerprint)))
      .orderBy(desc(secretFindings.id))
      .limit(1);
    if (!found) throw new AppError('not_found', 'No scan of this repository that is still kept found this.');
    const { fingerprint, rule, path } = found;
    const [row] = await tx
      .insert(secretExceptions)
      .values({ repoId: repo.id, fingerprint, rule, path, reason: input.reason, createdBy: userIdOf(ctx.actor) })
      .onConflictDoNothing()
      .returning({
        id: secretExceptions.id,
        repoId: secretExceptions.repoId,
        fingerprint: secretExceptions.fingerprint,
        rule: secretExceptions.rule,
        path: secretExceptions.path,
        reason: secretExceptions.reason,
        createdBy: secretExceptions.createdBy,
        createdAt: secretExceptions.createdAt,
        createdByName: sql<string | null>`(select email from users where users.id = created_by)`,
      });
    if (!row) throw new AppError('conflict', 'This is an exception already.');
    await recordAudit(tx, ctx, { verb: 'repo.secret-exception-add', ...about(repo), after: told(row) });
    await markRepo(tx, repo.id);
    return toException(row);
  });
}

/** Throws what `visibleRepo` throws for repo.manage-deliveries, `not_found` if there is none. */
export async function withdrawException(ctx: Context, repoId: string, exceptionId: string): Promise<void> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.manage-deliveries');
  await ctx.db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(secretExceptions)
      .where(
        and(
          isId(exceptionId) ? eq(secretExceptions.id, exceptionId) : sql`false`,
          eq(secretExceptions.repoId, repo.id),
        ),
      )
      .returning();
    if (!gone) throw new AppError('not_found', 'This repository has no such exception.');
    await recordAudit(tx, ctx, { verb: 'repo.secret-exception-remove', ...about(repo), before: told(gone) });
    await markRepo(tx, repo.id);
  });
}

function about(repo: RepoRow) {
  return { subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` }, orgId: repo.orgId };
}

function told({ fingerprint, rule, path, reason }: typeof secretExceptions.$inferSelect) {
  return { fingerprint, rule, path, reason };
}

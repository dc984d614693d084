// Shares a repository with somebody, or for something else than before.
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { repoShares, users } from '@/db/schema';
import { SHARES, type Share } from '@/lib/access/roles';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { personByEmail } from '@/lib/orgs/members/person-by-email';
import { visibleRepo } from '../../visible-repo';
import { type RepoShare, selectShares, toShare } from './list-shares';

export const shareKindSchema = z.strictObject({ can: z.enum(SHARES) }).meta({ id: 'ShareKind' });

export const newShareSchema = z
  .strictObject({
    email: z.string().trim().min(1).max(254).meta({ description: 'Of somebody who has an account here.' }),
    can: z.enum(SHARES),
  })
  .meta({ id: 'NewShare' });

/** Throws `not_found` (no such repository or person), `forbidden` and `unauthenticated`. */
export async function shareRepo(ctx: Context, repoId: string, personId: string, can: Share): Promise<RepoShare> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, repoId, 'repo.share');
  const [person] = isId(personId)
    ? await ctx.db.select({ id: users.id, email: users.email }).from(users).where(eq(users.id, personId))
    : [];
  if (!person) throw new AppError('not_found', 'There is no such person.');
  const one = and(eq(repoShares.repoId, repo.id), eq(repoShares.userId, person.id));
  await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select({ can: repoShares.can }).from(repoShares).where(one).for('update');
    await tx
      .insert(repoShares)
      .values({ repoId: repo.id, userId: person.id, can })
      .onConflictDoUpdate({ target: [repoShares.repoId, repoShares.userId], set: { can } });
    await recordAudit(tx, ctx, {
      verb: 'repo.share',
      subject: { kind: 'repo', id: repo.id, name: `${repo.org}/${repo.name}` },
      orgId: repo.orgId,
      before: before ? { person: person.email, can: before.can } : null,
      after: { person: person.email, can },
    });
  });
  const [row] = await selectShares(ctx.db, one);
  if (!row) throw new AppError('conflict', 'Somebody took this share back in the same moment.', { retryable: true });
  return toShare(row);
}

/** As `shareRepo`, with somebody who is known by an e-mail address. Throws `not_found` if nobody here has it. */
export async function shareWith(
  ctx: Context,
  repoId: string,
  input: z.infer<typeof newShareSchema>,
): Promise<RepoShare> {
  requireWriter(ctx);
  await visibleRepo(ctx, repoId, 'repo.share');
  return await shareRepo(ctx, repoId, await personByEmail(ctx, input.email), input.can);
}

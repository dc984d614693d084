// Takes somebody's role in an organisation away, or gives up one's own.
import { and, eq } from 'drizzle-orm';
import { orgMembers, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { keepAnOwner } from '../lock-org';
import { roleBefore } from './set-member';

/**
 * They lose their rights at once; of an open organisation they stay a member like everybody. Throws `not_found`,
 * `forbidden` (owners alone remove owners), `conflict` for the last owner, and `unauthenticated`.
 */
export async function removeMember(ctx: Context, slug: string, personId: string): Promise<void> {
  requireWriter(ctx);
  await ctx.db.transaction(async (tx) => {
    const { orgId, role } = await roleBefore({ actor: ctx.actor, tx }, slug, personId);
    if (role === null) throw new AppError('not_found', 'This person has no role of their own in the organisation.');
    await tx.delete(orgMembers).where(and(eq(orgMembers.orgId, orgId), eq(orgMembers.userId, personId)));
    if (role === 'owner') await keepAnOwner(tx, orgId);
    const [person] = await tx.select({ email: users.email }).from(users).where(eq(users.id, personId));
    await recordAudit(tx, ctx, {
      verb: 'org.remove_member',
      subject: { kind: 'person', id: personId, name: person?.email ?? null },
      orgId,
      before: { org: slug, role },
    });
  });
}

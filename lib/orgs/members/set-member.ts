// Gives somebody a role in an organisation, or another one.
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { orgMembers, users } from '@/db/schema';
import { requireMay } from '@/lib/access/require-may';
import type { Role } from '@/lib/access/roles';
import { orgSubject } from '@/lib/access/standing-to';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { keepAnOwner, lockOrg, type Transaction } from '../lock-org';
import { visibleOrg } from '../visible-org';
import { selectMembers, toMember } from './list-members';
import type { newMemberSchema, OrgMember } from './member';
import { personByEmail } from './person-by-email';

/**
 * Throws `not_found` (no such organisation or person), `forbidden` (owners alone make owners and change them),
 * `conflict` for the last owner, and `unauthenticated`.
 */
export async function setMember(ctx: Context, slug: string, personId: string, role: Role): Promise<OrgMember> {
  requireWriter(ctx);
  await visibleOrg(ctx, slug, 'org.manage');
  return await ctx.db.transaction(async (tx) => {
    // A second look, under the lock: the caller may have lost the role meanwhile.
    const before = await roleBefore({ actor: ctx.actor, tx }, slug, personId);
    if (role === 'owner' && before.role !== 'owner') requireMay(ctx, 'org.own', before.subject);
    const [person] = isId(personId)
      ? await tx.select({ id: users.id, email: users.email }).from(users).where(eq(users.id, personId))
      : [];
    if (!person) throw new AppError('not_found', 'There is no such person.');
    await tx
      .insert(orgMembers)
      .values({ orgId: before.orgId, userId: personId, role })
      .onConflictDoUpdate({ target: [orgMembers.orgId, orgMembers.userId], set: { role } });
    if (before.role === 'owner' && role !== 'owner') await keepAnOwner(tx, before.orgId);
    await recordAudit(tx, ctx, {
      verb: 'org.set_member',
      subject: { kind: 'person', id: personId, name: person.email },
      orgId: before.orgId,
      before: { org: slug, role: before.role },
      after: { org: slug, role },
    });
    const one = and(eq(orgMembers.orgId, before.orgId), eq(orgMembers.userId, personId));
    const [row] = await selectMembers(tx, one);
    if (!row) throw new Error('Nothing was inserted.');
    return toMember(row);
  });
}

/** As `setMember`, for somebody who is known by an e-mail address. Throws `not_found` if nobody here has it. */
export async function addMember(
  ctx: Context,
  slug: string,
  input: z.infer<typeof newMemberSchema>,
): Promise<OrgMember> {
  requireWriter(ctx);
  await visibleOrg(ctx, slug, 'org.manage');
  return await setMember(ctx, slug, await personByEmail(ctx, input.email), input.role);
}

/** Locks the organisation; whoever changes an owner has to be one, unless it is themselves who they change. */
export async function roleBefore(
  { actor, tx }: { actor: Context['actor']; tx: Transaction },
  slug: string,
  personId: string,
) {
  const { id } = await visibleOrg({ actor, db: tx }, slug, 'org.see-members');
  await lockOrg(tx, id);
  const org = await visibleOrg({ actor, db: tx }, slug, 'org.see-members');
  const [row] = isId(personId)
    ? await tx
        .select({ role: orgMembers.role })
        .from(orgMembers)
        .where(and(eq(orgMembers.orgId, id), eq(orgMembers.userId, personId)))
    : [];
  const isSelf = actor.kind === 'user' && actor.userId === personId && !actor.token;
  const subject = orgSubject(org);
  if (!isSelf) requireMay({ actor }, row?.role === 'owner' ? 'org.own' : 'org.manage', subject);
  return { orgId: id, role: row?.role ?? null, subject };
}

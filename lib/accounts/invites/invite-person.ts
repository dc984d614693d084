// Invites somebody by e-mail address: the link is handed over by whoever invites.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { invites, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { invitedToSchema, nameOrgs } from '@/lib/orgs/members/invited-members';
import { newOneTimeToken } from '../one-time-token';
import { emailAddress } from '../person';
import { requireAdminWriter } from '../require-admin';
import { type Invite, toInvite } from './invite';

const LINK_DAYS = 7;

export const newInviteSchema = z
  .strictObject({ email: emailAddress, is_admin: z.boolean().optional(), orgs: invitedToSchema.optional() })
  .meta({ id: 'NewInvite' });

/**
 * Makes an invite and returns it with the path of its link, which is shown this once. An earlier open invite for the
 * same address stops working. Throws `conflict` if the address has an account,
 * `invalid` for an organisation that there is not, and what `requireAdminWriter` throws.
 */
export async function invitePerson(
  ctx: Context,
  input: z.infer<typeof newInviteSchema>,
): Promise<{ invite: Invite; path: string }> {
  requireAdminWriter(ctx);
  const email = input.email.toLowerCase();
  const [known] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email));
  if (known) throw new AppError('conflict', `${input.email} has an account already.`);
  const { token, tokenHash } = newOneTimeToken();
  const createdBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  const row = await ctx.db.transaction(async (tx) => {
    await tx.delete(invites).where(and(eq(sql`lower(${invites.email})`, email), isNull(invites.usedAt)));
    const [added] = await tx
      .insert(invites)
      .values({
        tokenHash,
        email: input.email,
        isAdmin: input.is_admin ?? false,
        createdBy,
        expiresAt: sql`now() + ${LINK_DAYS} * interval '1 day'`,
      })
      .returning();
    if (!added) throw new Error('Nothing was inserted.');
    await nameOrgs(tx, tokenHash, input.orgs ?? []);
    await recordAudit(tx, ctx, {
      verb: 'invite.make',
      subject: { kind: 'invite', id: tokenHash, name: added.email },
      after: { is_admin: added.isAdmin, expires_at: added.expiresAt },
    });
    return added;
  });
  return { invite: toInvite(row), path: `/invite?token=${token}` };
}

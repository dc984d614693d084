// Makes the account that an invite's link offers.
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { invites, users } from '@/db/schema';
import { asPerson, recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { joinNamedOrgs } from '@/lib/orgs/members/invited-members';
import type { SignedIn } from '../authenticate';
import { withPeopleLocked } from '../lock-people';
import { oneTimeToken } from '../one-time-token';
import { hashPassword, newPassword } from '../password';
import { type Person, personName, toPerson } from '../person';
import { findOpenInvite } from './find-open-invite';

export const acceptInviteSchema = z
  .strictObject({ token: oneTimeToken, name: personName.optional(), password: newPassword })
  .meta({ id: 'AcceptInvite' });

/** Throws `forbidden` if the link does not work any more, or the server is read-only. */
export async function acceptInvite(
  ctx: Pick<Context, 'db' | 'env' | 'network'>,
  input: z.infer<typeof acceptInviteSchema>,
): Promise<{ person: Person; signedIn: SignedIn }> {
  requireWriter({ actor: { kind: 'system' }, env: ctx.env });
  if (!(await findOpenInvite(ctx.db, input.token))) throw closed();
  const passwordHash = await hashPassword(input.password);
  return await withPeopleLocked(ctx.db, async (tx) => {
    const invite = await findOpenInvite(tx, input.token);
    if (!invite) throw closed();
    await tx.update(invites).set({ usedAt: sql`now()` }).where(eq(invites.tokenHash, invite.id));
    const [added] = await tx
      .insert(users)
      .values({ email: invite.email, name: input.name ?? null, passwordHash, isAdmin: invite.is_admin })
      .onConflictDoNothing()
      .returning();
    if (!added) throw new AppError('conflict', `${invite.email} has an account already.`);
    await joinNamedOrgs(tx, invite.id, added.id);
    const person = toPerson(added);
    await recordAudit(
      tx,
      { ...ctx, actor: asPerson(added.id) },
      {
        verb: 'person.add',
        subject: { kind: 'person', id: added.id, name: added.email },
        after: { name: person.name, is_admin: person.is_admin, by: 'invite' },
      },
    );
    return { person, signedIn: { id: added.id, sessionVersion: added.sessionVersion } };
  });
}

function closed(): AppError {
  return new AppError('forbidden', 'This invitation does not work any more. Ask for a new one.');
}

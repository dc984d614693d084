// Deletes an account; its sessions end at once, and what it owned alone passes to whoever deletes it.
import { eq } from 'drizzle-orm';
import { users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { passOnOrgs } from '@/lib/orgs/pass-on-orgs';
import { withPeopleLocked } from '../lock-people';
import { requireAdminWriter } from '../require-admin';
import { keepAnAdministrator } from './keep-an-administrator';

/** Throws `not_found`, `conflict` for the last administrator, and what `requireAdminWriter` throws. */
export async function deletePerson(ctx: Context, id: string): Promise<void> {
  requireAdminWriter(ctx);
  if (!isId(id)) throw new AppError('not_found', 'There is no such person.');
  await withPeopleLocked(ctx.db, async (tx) => {
    const [person] = await tx.select().from(users).where(eq(users.id, id));
    if (!person) throw new AppError('not_found', 'There is no such person.');
    // First: whoever deletes the own account still has a name.
    await recordAudit(tx, ctx, {
      verb: 'person.delete',
      subject: { kind: 'person', id, name: person.email },
      before: { name: person.name, is_admin: person.isAdmin, is_disabled: person.disabledAt !== null },
    });
    await passOnOrgs(tx, ctx.actor, id);
    await tx.delete(users).where(eq(users.id, id));
    await keepAnAdministrator(tx);
  });
}

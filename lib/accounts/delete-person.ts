// Deletes an account; its sessions end at once, and what it owned alone passes to whoever deletes it.
import { eq } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { passOnOrgs } from '@/lib/orgs/pass-on-orgs';
import { keepAnAdministrator } from './keep-an-administrator';
import { withPeopleLocked } from './lock-people';
import { requireAdminWriter } from './require-admin';

/** Throws `not_found`, `conflict` for the last administrator, and what `requireAdminWriter` throws. */
export async function deletePerson(ctx: Context, id: string): Promise<void> {
  requireAdminWriter(ctx);
  if (!isId(id)) throw new AppError('not_found', 'There is no such person.');
  await withPeopleLocked(ctx.db, async (tx) => {
    await passOnOrgs(tx, ctx.actor, id);
    const gone = await tx.delete(users).where(eq(users.id, id)).returning({ id: users.id });
    if (gone.length === 0) throw new AppError('not_found', 'There is no such person.');
    await keepAnAdministrator(tx);
  });
}

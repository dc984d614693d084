// Changes an account's name or standing; disabling one ends its sessions at once.
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { onlyChanges } from '@/lib/audit/without-secrets';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { withPeopleLocked } from '../lock-people';
import { type Person, personName, toPerson } from '../person';
import { requireAdminWriter } from '../require-admin';
import { keepAnAdministrator } from './keep-an-administrator';

export const personChangesSchema = z
  .strictObject({
    name: personName.nullable().optional(),
    is_admin: z.boolean().optional(),
    is_disabled: z.boolean().optional(),
  })
  .meta({ id: 'PersonChanges' });

/** Throws `not_found`, `conflict` for the last administrator, and what `requireAdminWriter` throws. */
export async function updatePerson(
  ctx: Context,
  id: string,
  changes: z.infer<typeof personChangesSchema>,
): Promise<Person> {
  requireAdminWriter(ctx);
  if (!isId(id)) throw new AppError('not_found', 'There is no such person.');
  return await withPeopleLocked(ctx.db, async (tx) => {
    const [before] = await tx.select().from(users).where(eq(users.id, id));
    const [row] = await tx
      .update(users)
      .set({
        // A change of nothing is not an error.
        id: sql`${users.id}`,
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.is_admin === undefined ? {} : { isAdmin: changes.is_admin }),
        // A session from before must not come back to life when the account is enabled again.
        ...(changes.is_disabled === true
          ? {
              disabledAt: sql`coalesce(${users.disabledAt}, now())`,
              sessionVersion: sql`${users.sessionVersion} + 1`,
            }
          : {}),
        ...(changes.is_disabled === false ? { disabledAt: null } : {}),
      })
      .where(eq(users.id, id))
      .returning();
    if (!before || !row) throw new AppError('not_found', 'There is no such person.');
    if (changes.is_disabled === true) await tx.delete(sessions).where(eq(sessions.userId, id));
    await keepAnAdministrator(tx);
    await recordAudit(tx, ctx, {
      verb: 'person.change',
      subject: { kind: 'person', id, name: row.email },
      ...onlyChanges(toldOf(before), toldOf(row)),
    });
    return toPerson(row);
  });
}

function toldOf(row: typeof users.$inferSelect) {
  return { name: row.name, is_admin: row.isAdmin, is_disabled: row.disabledAt !== null };
}

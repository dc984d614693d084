// Changes one's own password; every session made before ends.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { sessions, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { SignedIn } from './authenticate';
import { ownId } from './own-id';
import { givenPassword, hashPassword, newPassword, requireRoomForPassword, verifyPassword } from './password';
import { forgiveSignInAttempts, takeSignInAttempt } from './throttle';

export const changePasswordSchema = z
  .strictObject({ current_password: givenPassword, new_password: newPassword })
  .meta({ id: 'ChangePassword' });

/**
 * Returns what the caller's next session is opened with. Throws `invalid` if the current password is not
 * right, `limit` after too many tries, `unauthenticated` and `forbidden`.
 */
export async function changePassword(
  ctx: Context,
  input: z.infer<typeof changePasswordSchema> & { address: string },
): Promise<SignedIn> {
  requireWriter(ctx);
  const userId = ownId(ctx);
  const [row] = userId === null ? [] : await ctx.db.select().from(users).where(eq(users.id, userId));
  if (!row) throw new AppError('invalid', 'Without accounts there is no password to change.');
  if (row.passwordHash === null) {
    throw new AppError('invalid', 'This account has no password: it signs in through its provider.');
  }
  requireRoomForPassword();
  const keys = { email: row.email, address: input.address };
  await takeSignInAttempt(ctx.db, keys);
  if (!(await verifyPassword(row.passwordHash, input.current_password))) {
    throw new AppError('invalid', 'The current password is not right.');
  }
  await forgiveSignInAttempts(ctx.db, keys);
  const passwordHash = await hashPassword(input.new_password);
  return await ctx.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.id, row.id), eq(users.sessionVersion, row.sessionVersion)))
      .returning({ id: users.id, sessionVersion: users.sessionVersion });
    if (!changed) throw new AppError('unauthenticated', 'This session has ended. Sign in again.');
    await tx.delete(sessions).where(eq(sessions.userId, row.id));
    await recordAudit(tx, ctx, {
      verb: 'person.change_password',
      subject: { kind: 'person', id: row.id, name: row.email },
    });
    return changed;
  });
}

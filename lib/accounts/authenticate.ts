// Signs somebody in by e-mail and password.
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { users } from '@/db/schema';
import { AppError } from '@/lib/errors';
import { networkCaller } from '@/lib/shares';
import { givenPassword, requireRoomForPassword, verifyPassword } from './password';
import { forgiveSignInAttempts, takeSignInAttempt } from './throttle';

/** What is typed to sign in. No address has control characters; one with a NUL is nothing that a database can be asked. */
export const credentialsSchema = z.object({
  email: z
    .string()
    .min(1)
    .max(254)
    .regex(/^\P{Cc}+$/u),
  password: givenPassword,
});

export interface SignedIn {
  id: string;
  sessionVersion: number;
}

/**
 * Throws `unauthenticated` with one and the same message, after the same work, for a wrong password, an unknown
 * address and a disabled account; `limit` after too many failures from the caller's network.
 */
export async function authenticate(
  db: Db,
  given: z.infer<typeof credentialsSchema> & { address: string },
): Promise<SignedIn> {
  // Before the attempt counts: a sign-in that is turned away unread has not failed.
  const caller = networkCaller(given.address);
  requireRoomForPassword(caller);
  await takeSignInAttempt(db, given);
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, given.email.trim().toLowerCase()));
  const fits = await verifyPassword(row?.passwordHash ?? null, given.password, caller);
  if (!row || !fits || row.disabledAt !== null) {
    throw new AppError('unauthenticated', 'The e-mail address or the password is not right.');
  }
  await forgiveSignInAttempts(db, given);
  return { id: row.id, sessionVersion: row.sessionVersion };
}

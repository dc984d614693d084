// Signs somebody in by e-mail and password.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { users } from '@/db/schema';
import { AppError } from '@/lib/errors';
import { networkCaller } from '@/lib/shares';
import { verifyPassword } from './password';
import { forgiveSignInAttempts, takeSignInAttempt } from './throttle';

export interface SignedIn {
  id: string;
  sessionVersion: number;
}

/**
 * Throws `unauthenticated` with one and the same message, after the same work, for a wrong password, an unknown
 * address and a disabled account; `limit` after too many failures from an address or for an account.
 */
export async function authenticate(
  db: Db,
  given: { email: string; password: string; address: string },
): Promise<SignedIn> {
  await takeSignInAttempt(db, given);
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, given.email.trim().toLowerCase()));
  const fits = await verifyPassword(row?.passwordHash ?? null, given.password, networkCaller(given.address));
  if (!row || !fits || row.disabledAt !== null) {
    throw new AppError('unauthenticated', 'The e-mail address or the password is not right.');
  }
  await forgiveSignInAttempts(db, given);
  return { id: row.id, sessionVersion: row.sessionVersion };
}

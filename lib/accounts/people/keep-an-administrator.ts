// The rule that somebody can always let people in.
import { and, eq, isNull } from 'drizzle-orm';
import { users } from '@/db/schema';
import { AppError } from '@/lib/errors';
import type { Transaction } from '../lock-people';

/** Throws `conflict` if a change has left no administrator who can sign in; the transaction is then undone. */
export async function keepAnAdministrator(tx: Transaction): Promise<void> {
  const left = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.isAdmin, true), isNull(users.disabledAt)))
    .limit(1);
  if (left.length === 0) {
    throw new AppError('conflict', 'This is the last administrator. Make somebody else one first.');
  }
}

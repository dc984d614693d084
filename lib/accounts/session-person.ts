// Whose session this is, if it still counts: asked on every request, so that a session ends when its account does.
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { users } from '@/db/schema';

/** What a session cookie says: the account, and the session version under which it was made. */
export const sessionClaims = z.object({ sub: z.guid(), ver: z.int() });

export interface SessionPerson {
  id: string;
  email: string;
  name: string | null;
  isAdmin: boolean;
}

/** Returns the person, or null where the account is gone, disabled, or has ended its sessions since. */
export async function sessionPerson(db: Db, claims: z.infer<typeof sessionClaims>): Promise<SessionPerson | null> {
  const [person] = await db
    .select({ id: users.id, email: users.email, name: users.name, isAdmin: users.isAdmin })
    .from(users)
    .where(and(eq(users.id, claims.sub), eq(users.sessionVersion, claims.ver), isNull(users.disabledAt)));
  return person ?? null;
}

// Whose session this is, if it still counts: asked on every request, so that a session ends when it is told to, and when
// its account does.
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { sessions, users } from '@/db/schema';
import { log } from '@/lib/log';
import { type SessionOrigin, wordsOf } from './open-session';

/** What a session cookie says: the account, and which of its sessions this is. */
export const sessionClaims = z.object({ sub: z.guid(), sid: z.guid() });

export interface SessionPerson {
  id: string;
  email: string;
  name: string | null;
  isAdmin: boolean;
  sessionId: string;
}

/** When a session was last seen is written down this often at most. */
const unseen = lt(sessions.lastSeenAt, sql`now() - interval '5 minutes'`);

/** Returns the person, or null if the session was ended or is too old, or the account is gone or disabled. */
export async function sessionPerson(
  db: Db,
  claims: z.infer<typeof sessionClaims>,
  from: SessionOrigin,
): Promise<SessionPerson | null> {
  const [row] = await db
    .select({
      person: { id: users.id, email: users.email, name: users.name, isAdmin: users.isAdmin, sessionId: sessions.id },
      isUnseen: sql<boolean>`${unseen}`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.sessionVersion, sessions.version)))
    .where(
      and(
        eq(sessions.id, claims.sid),
        eq(sessions.userId, claims.sub),
        gt(sessions.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    );
  if (row?.isUnseen) await see(db, claims.sid, from);
  return row?.person ?? null;
}

/** Of several requests at once, in several processes, one writes; the answer does not depend on which. */
async function see(db: Db, id: string, from: SessionOrigin): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()`, ...wordsOf(from) })
    .where(and(eq(sessions.id, id), unseen))
    .catch((error) => log.warn({ err: error }, 'when a session was last seen could not be written down'));
}

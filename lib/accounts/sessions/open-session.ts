// Begins a session for somebody who has just proved who they are.
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { sessions } from '@/db/schema';
import { asPerson, recordAudit } from '@/lib/audit/record';
import { callerNetwork, callerPlace } from '@/lib/caller-network.mjs';
import type { SignedIn } from '../authenticate';
import { browserName } from './browser-name';

/** A session ends so long after it began at the latest, in seconds. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;
/** Of one person; the ones that were not seen for longest end. */
const MOST_SESSIONS = 50;

/** What a request says of where it comes from. */
export interface SessionOrigin {
  userAgent: string | null;
  /** The caller's address as it was written. */
  address: string;
}

/** Returns the id of the new session, which its cookie has to name. */
export async function openSession(db: Db, signedIn: SignedIn, from: SessionOrigin): Promise<string> {
  return await db.transaction(async (tx) => {
    const older = tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.userId, signedIn.id))
      .orderBy(desc(sessions.lastSeenAt))
      .offset(MOST_SESSIONS - 1);
    await tx.delete(sessions).where(and(eq(sessions.userId, signedIn.id), inArray(sessions.id, older)));
    const [added] = await tx
      .insert(sessions)
      .values({
        userId: signedIn.id,
        version: signedIn.sessionVersion,
        expiresAt: sql`now() + ${SESSION_SECONDS} * interval '1 second'`,
        ...wordsOf(from),
      })
      .returning();
    if (!added) throw new Error('Nothing was inserted.');
    await recordAudit(
      tx,
      { actor: asPerson(signedIn.id), network: callerNetwork(from.address) },
      { verb: 'session.begin', subject: { kind: 'session', id: added.id, name: added.browser } },
    );
    return added.id;
  });
}

/** What is kept of where a request came from. */
export function wordsOf(from: SessionOrigin): { browser: string; place: string } {
  return { browser: browserName(from.userAgent), place: callerPlace(from.address) };
}

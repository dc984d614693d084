// Lists the caller's own sessions, the one that asks first.
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { sessions, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { ownId } from '../own-id';
import type { Session } from './session';

/** Throws `unauthenticated` for visitors; without accounts there are none. */
export async function listSessions(ctx: Pick<Context, 'actor' | 'db'>): Promise<Session[]> {
  const userId = ownId(ctx);
  if (userId === null) return [];
  const current = ctx.actor.kind === 'user' ? ctx.actor.sessionId : undefined;
  const rows = await ctx.db
    .select({ session: sessions })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.sessionVersion, sessions.version)))
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt));
  const own = rows.map(({ session }) => ({
    id: session.id,
    is_current: session.id === current,
    browser: session.browser,
    place: session.place,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
  }));
  return own.sort((a, b) => Number(b.is_current) - Number(a.is_current));
}

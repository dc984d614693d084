// Ends sessions, and with them any copy of their cookie. Works on a read-only server too, as signing out does.
import { and, eq, lt, ne, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { sessions, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { withPeopleLocked } from '../lock-people';
import { requireAdminWriter } from '../require-admin';
import { ownId } from './own-id';

/** Ends one of the caller's own. Throws `not_found`, also for somebody else's, and `unauthenticated`. */
export async function endSession(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<void> {
  const userId = ownId(ctx);
  const gone =
    userId !== null && isId(id)
      ? await ctx.db
          .delete(sessions)
          .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
          .returning({ id: sessions.id })
      : [];
  if (gone.length === 0)
    throw new AppError('not_found', 'There is no such session of yours. It may have ended already.');
}

/** Ends the caller's own: all, or all but the one that asks. Throws `unauthenticated`. */
export async function endSessions(ctx: Pick<Context, 'actor' | 'db'>, which: 'others' | 'all'): Promise<void> {
  const userId = ownId(ctx);
  if (userId === null) return;
  const current = ctx.actor.kind === 'user' ? ctx.actor.sessionId : undefined;
  const isOther = which === 'others' && current !== undefined ? ne(sessions.id, current) : undefined;
  await ctx.db.delete(sessions).where(and(eq(sessions.userId, userId), isOther));
}

/**
 * Ends all sessions of a person, and the sign-ins that are under way. Throws `not_found`, and what `requireAdminWriter`
 * throws.
 */
export async function endSessionsOf(ctx: Context, userId: string): Promise<void> {
  requireAdminWriter(ctx);
  if (!isId(userId)) throw new AppError('not_found', 'There is no such person.');
  await withPeopleLocked(ctx.db, async (tx) => {
    const found = await tx
      .update(users)
      .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, userId))
      .returning({ id: users.id });
    if (found.length === 0) throw new AppError('not_found', 'There is no such person.');
    await tx.delete(sessions).where(eq(sessions.userId, userId));
  });
}

/** Ends the session that a cookie names, whoever it is of: for signing out. */
export async function endNamedSession(db: Db, id: string): Promise<void> {
  if (isId(id)) await db.delete(sessions).where(eq(sessions.id, id));
}

/** Drops the rows of sessions that are over. Returns how many. */
export async function forgetEndedSessions(db: Db): Promise<number> {
  const gone = await db
    .delete(sessions)
    .where(
      or(
        lt(sessions.expiresAt, sql`now()`),
        sql`exists (select 1 from ${users} where ${users.id} = ${sessions.userId}
                    and ${sessions.version} < ${users.sessionVersion})`,
      ),
    )
    .returning({ id: sessions.id });
  return gone.length;
}

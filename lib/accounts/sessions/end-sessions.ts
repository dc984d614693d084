// Ends sessions, and with them any copy of their cookie. Works on a read-only server too, as signing out does.
import { and, eq, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { sessions, users } from '@/db/schema';
import { asPerson, recordAudit } from '@/lib/audit/record';
import type { Actor, Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { withPeopleLocked } from '../lock-people';
import { ownId } from '../own-id';
import { requireAdminWriter } from '../require-admin';

/** Ends one of the caller's own. Throws `not_found`, also for somebody else's, and `unauthenticated`. */
export async function endSession(ctx: Pick<Context, 'actor' | 'db' | 'network'>, id: string): Promise<void> {
  const userId = ownId(ctx);
  const own = userId !== null && isId(id) ? and(eq(sessions.id, id), eq(sessions.userId, userId)) : undefined;
  const isGone = own !== undefined && (await endThose(ctx.db, own, ctx)) > 0;
  if (!isGone) throw new AppError('not_found', 'There is no such session of yours. It may have ended already.');
}

/** Ends the caller's own: all, or all but the one that asks. Throws `unauthenticated`. */
export async function endSessions(
  ctx: Pick<Context, 'actor' | 'db' | 'network'>,
  which: 'others' | 'all',
): Promise<void> {
  const userId = ownId(ctx);
  if (userId === null) return;
  const current = ctx.actor.kind === 'user' ? ctx.actor.sessionId : undefined;
  const isOther = which === 'others' && current !== undefined ? ne(sessions.id, current) : undefined;
  await endThose(ctx.db, and(eq(sessions.userId, userId), isOther), ctx);
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
      .returning({ email: users.email });
    if (found.length === 0) throw new AppError('not_found', 'There is no such person.');
    await tx.delete(sessions).where(eq(sessions.userId, userId));
    await recordAudit(tx, ctx, {
      verb: 'person.end_sessions',
      subject: { kind: 'person', id: userId, name: found[0]?.email ?? null },
    });
  });
}

/** Ends the session that a cookie names, whoever it is of: for signing out. */
export async function endNamedSession(db: Db, id: string, from: { network?: string }): Promise<void> {
  if (isId(id))
    await endThose(db, eq(sessions.id, id), { ...(from.network === undefined ? {} : { network: from.network }) });
}

/** Ends sessions, with an entry in the audit log for each; without an actor it is the person whose it was. */
async function endThose(db: Db, which: SQL | undefined, by: { actor?: Actor; network?: string }): Promise<number> {
  return await db.transaction(async (tx) => {
    const gone = await tx.delete(sessions).where(which).returning();
    for (const { id, userId, browser } of gone) {
      const actor = by.actor ?? asPerson(userId);
      await recordAudit(tx, { ...by, actor }, { verb: 'session.end', subject: { kind: 'session', id, name: browser } });
    }
    return gone.length;
  });
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

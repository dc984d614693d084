// Reads the caller's own account.
import { eq } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type Person, toPerson } from './person';

/** Null for visitors and, without accounts, for the operator. */
export async function getMe(ctx: Pick<Context, 'actor' | 'db'>): Promise<Person | null> {
  if (ctx.actor.kind !== 'user') return null;
  const [row] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.userId));
  return row ? toPerson(row) : null;
}

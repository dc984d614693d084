// Lists the accounts and the invites that are still open, for administrators.
import { and, asc, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { invites, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type Invite, toInvite } from '../invites/invite';
import { type Person, toPerson } from '../person';
import { requireAdmin } from '../require-admin';

/** Throws `unauthenticated` and `forbidden`. */
export async function listPeople(ctx: Context): Promise<{ people: Person[]; invites: Invite[] }> {
  requireAdmin(ctx);
  const people = await ctx.db
    .select()
    .from(users)
    .orderBy(asc(sql`lower(${users.email})`));
  const open = await ctx.db
    .select()
    .from(invites)
    .where(and(isNotNull(invites.email), isNull(invites.usedAt), gt(invites.expiresAt, sql`now()`)))
    .orderBy(asc(invites.createdAt));
  return { people: people.map(toPerson), invites: open.map(toInvite) };
}

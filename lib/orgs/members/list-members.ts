// Lists who is in an organisation, by e-mail address.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { orgMembers, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleOrg } from '../visible-org';
import type { OrgMember } from './member';

const position = z.tuple([cursorText]);
const order = sql`lower(${users.email})`;

/**
 * A page of those who have a role of their own: of an open organisation, everybody else who has an account is a member as
 * well. `limit` is 100 unless told and at most 200. Throws `not_found`, `forbidden`, and `invalid` for a foreign cursor.
 */
export async function listMembers(
  ctx: Pick<Context, 'actor' | 'db'>,
  slug: string,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: OrgMember[]; next_cursor: string | null }> {
  const { id } = await visibleOrg(ctx, slug, 'org.see-members');
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const isLater = after && sql`${order} > ${after[0]}::text`;
  const rows = await selectMembers(ctx.db, and(eq(orgMembers.orgId, id), isLater))
    .orderBy(order)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.email.toLowerCase()]);
  return { items: page.items.map(toMember), next_cursor: page.nextCursor };
}

/** The members that `condition` on `org_members` and `users` holds for; add `orderBy` and `limit`. */
export function selectMembers(db: Pick<Db, 'select'>, condition: SQL | undefined) {
  return db
    .select({
      personId: users.id,
      name: users.name,
      email: users.email,
      role: orgMembers.role,
      addedAt: orgMembers.addedAt,
    })
    .from(orgMembers)
    .innerJoin(users, eq(users.id, orgMembers.userId))
    .where(condition)
    .$dynamic();
}

/** Turns a row of `selectMembers` into the shape that leaves the server. */
export function toMember(row: Awaited<ReturnType<typeof selectMembers>>[number]): OrgMember {
  const { name, email, role } = row;
  return { person_id: row.personId, name, email, role, added_at: row.addedAt.toISOString() };
}

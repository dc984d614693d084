// Lists the people that a repository is shared with, by e-mail address.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { repoShares, users } from '@/db/schema';
import { SHARES } from '@/lib/access/roles';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '../../page-cursor';
import { visibleRepo } from '../../visible-repo';

export const repoShareSchema = z
  .object({
    person_id: z.uuid(),
    name: z.string().nullable(),
    email: z.string(),
    can: z.enum(SHARES).meta({ description: 'write: what a member of its organisation may do.' }),
    shared_at: z.iso.datetime(),
  })
  .meta({ id: 'RepoShare' });
export type RepoShare = z.infer<typeof repoShareSchema>;

const position = z.tuple([cursorText]);
const order = sql`lower(${users.email})`;

/**
 * A page of shares; people of its organisation see the repository without one. `limit` is 100 unless told and at most 200.
 * Throws `not_found`, `forbidden`, and `invalid` for a foreign cursor.
 */
export async function listShares(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: RepoShare[]; next_cursor: string | null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.share');
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const isLater = after && sql`${order} > ${after[0]}::text`;
  const rows = await selectShares(ctx.db, and(eq(repoShares.repoId, repo.id), isLater))
    .orderBy(order)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.email.toLowerCase()]);
  return { items: page.items.map(toShare), next_cursor: page.nextCursor };
}

/** The shares that `condition` on `repo_shares` and `users` holds for; add `orderBy` and `limit`. */
export function selectShares(db: Pick<Db, 'select'>, condition: SQL | undefined) {
  return db
    .select({
      personId: users.id,
      name: users.name,
      email: users.email,
      can: repoShares.can,
      sharedAt: repoShares.sharedAt,
    })
    .from(repoShares)
    .innerJoin(users, eq(users.id, repoShares.userId))
    .where(condition)
    .$dynamic();
}

/** Turns a row of `selectShares` into the shape that leaves the server. */
export function toShare(row: Awaited<ReturnType<typeof selectShares>>[number]): RepoShare {
  const { name, email, can } = row;
  return { person_id: row.personId, name, email, can, shared_at: row.sharedAt.toISOString() };
}

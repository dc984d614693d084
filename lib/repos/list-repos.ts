// Lists the repositories that a caller may see: by organisation and name, or in another order.
import { and, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from './page-cursor';
import { type Repo, selectRepos, toRepo } from './repo';
import { filterRepos, type RepoFilter, type RepoSort, sortKey } from './repo-filter';
import { visibleTo } from './visible-repo';

/** The order, the key of the last row in it, and its name: a cursor of another order is refused. */
const positionIn = (sort: RepoSort) => z.tuple([z.literal(sort), z.number(), cursorText, cursorText]);

/** A page of repositories. `limit` is 100 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listRepos(
  ctx: Context,
  options: RepoFilter & { limit?: number; cursor?: string } = {},
): Promise<{ repos: Repo[]; next_cursor: string | null }> {
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const sort = options.sort ?? 'name';
  const key = sortKey(sort);
  const order = sql`(${key}, lower(${orgs.name}), lower(${repos.name}))`;
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, positionIn(sort));
  // The keys alone first: a whole row is wide, and most of them are only sorted.
  const keys = await ctx.db
    .select({ id: repos.id, key, org: sql<string>`lower(${orgs.name})`, name: sql<string>`lower(${repos.name})` })
    .from(repos)
    .innerJoin(orgs, sql`${orgs.id} = ${repos.orgId}`)
    .where(
      and(
        visibleTo(ctx),
        filterRepos(options),
        after && sql`${order} > (${after[1]}::float8, ${after[2]}::text, ${after[3]}::text)`,
      ),
    )
    .orderBy(key, sql`lower(${orgs.name})`, sql`lower(${repos.name})`)
    .limit(limit + 1);
  const page = cutPage(keys, limit, (row) => [sort, row.key, row.org, row.name]);
  const ids = page.items.map((row) => row.id);
  const rows =
    ids.length === 0
      ? []
      : await selectRepos(ctx).where(and(visibleTo(ctx), sql`${repos.id} = any(${sql.param(ids)}::uuid[])`));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    // One that was deleted in between is not there any more.
    repos: ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [toRepo(ctx, row)] : [];
    }),
    next_cursor: page.nextCursor,
  };
}

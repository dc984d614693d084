// Lists the repositories that a caller may see, by organisation and name.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from './page-cursor';
import { type Repo, selectRepos, toRepo } from './repo';
import { visibleTo } from './visible-repo';

const position = z.tuple([cursorText, cursorText]);

/** A page of repositories. `limit` is 100 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listRepos(
  ctx: Context,
  options: { org?: string; limit?: number; cursor?: string } = {},
): Promise<{ repos: Repo[]; next_cursor: string | null }> {
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const order = sql`(lower(${orgs.name}), lower(${repos.name}))`;
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectRepos(ctx)
    .where(
      and(
        visibleTo(ctx),
        options.org === undefined ? undefined : eq(sql`lower(${orgs.name})`, options.org.toLowerCase()),
        after && sql`${order} > (${after[0]}::text, ${after[1]}::text)`,
      ),
    )
    .orderBy(sql`lower(${orgs.name})`, sql`lower(${repos.name})`)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.org.toLowerCase(), row.name.toLowerCase()]);
  return { repos: page.items.map((row) => toRepo(ctx, row)), next_cursor: page.nextCursor };
}

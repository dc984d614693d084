// Lists the organisations that a caller may see, by their slugs.
import { and, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { type Org, selectOrgs, toOrg, visibleOrgs } from './org';

const position = z.tuple([cursorText]);

/** A page of organisations. `limit` is 100 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listOrgs(
  ctx: Pick<Context, 'actor' | 'db'>,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: Org[]; next_cursor: string | null }> {
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectOrgs(ctx)
    .where(and(visibleOrgs(ctx), after && sql`lower(${orgs.name}) > ${after[0]}::text`))
    .orderBy(sql`lower(${orgs.name})`)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.name.toLowerCase()]);
  return { items: page.items.map((row) => toOrg(ctx, row)), next_cursor: page.nextCursor };
}

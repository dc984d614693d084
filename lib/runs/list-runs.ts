// Lists a repository's runs, the newest first.
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type Run, selectRuns, toRun } from './run';

/** When a run was made, in microseconds since the epoch, and its id. */
const position = z.tuple([z.string().regex(/^\d{1,16}$/), z.guid()]);

/** A page of runs. `limit` is 50 unless told and at most 200; throws `not_found`, or `invalid` for a foreign cursor. */
export async function listRuns(
  ctx: Context,
  repoId: string,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ runs: Run[]; next_cursor: string | null }> {
  await visibleRepo(ctx, repoId);
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectRuns(ctx)
    .where(
      and(
        eq(syncRuns.repoId, repoId),
        after &&
          sql`(${syncRuns.createdAt}, ${syncRuns.id}) < (
          'epoch'::timestamptz + ${after[0]}::bigint * interval '1 microsecond', ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(syncRuns.createdAt), desc(syncRuns.id))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.createdMicros, row.id]);
  return { runs: page.items.map((row) => toRun(row, ctx.actor)), next_cursor: page.nextCursor };
}

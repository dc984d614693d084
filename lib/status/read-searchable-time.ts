// How long it takes from the request of a run until its new tree is searchable.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';
import { requireSignedIn } from './require-signed-in';

const ms = z.number().nonnegative().nullable();
export const searchableTimeSchema = z
  .object({ runs: z.int().nonnegative(), median_ms: ms, p95_ms: ms })
  .meta({ id: 'SearchableTime', description: 'Of runs in the last 24 hours that brought something new.' });
export type SearchableTime = z.infer<typeof searchableTimeSchema>;

/** Throws `unauthenticated`. */
export async function readSearchableTime(ctx: Pick<Context, 'actor' | 'db'>): Promise<SearchableTime> {
  requireSignedIn(ctx);
  const took = sql`extract(epoch from ${syncRuns.publishedAt} - ${syncRuns.createdAt})::float8 * 1000`;
  const [row] = await ctx.db
    .select({
      runs: sql<number>`count(*)::int`,
      median_ms: sql<number | null>`percentile_cont(0.5) within group (order by ${took})`,
      p95_ms: sql<number | null>`percentile_cont(0.95) within group (order by ${took})`,
    })
    .from(syncRuns)
    .innerJoin(repos, eq(repos.id, syncRuns.repoId))
    // The words of sync_runs_ended_idx.
    .where(
      and(
        visibleTo(ctx),
        sql`${syncRuns.status} <> 'unchanged' and ${syncRuns.endedAt} >= now() - interval '24 hours'
          and ${syncRuns.status} = 'succeeded' and ${syncRuns.publishedAt} is not null`,
      ),
    );
  return row ?? { runs: 0, median_ms: null, p95_ms: null };
}

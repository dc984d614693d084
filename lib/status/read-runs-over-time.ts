// How runs ended, hour by hour and day by day; those that found nothing new are not counted.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';
import { requireSignedIn } from './require-signed-in';

/** The last one is the hour, or the day, that is under way. */
const SPANS = { hour: { count: 24, ms: 3_600_000 }, day: { count: 14, ms: 86_400_000 } } as const;
export type Span = keyof typeof SPANS;

const count = z.int().nonnegative();
export const runsAtSchema = z
  .object({
    at: z.iso.datetime().meta({ description: 'When the hour or the day began, in UTC.' }),
    succeeded: count,
    failed: count,
    cancelled: count,
  })
  .meta({ id: 'RunsAt' });
export type RunsAt = z.infer<typeof runsAtSchema>;

/** 24 hours or 14 days, the oldest first, none left out. Throws `unauthenticated`. */
export async function readRunsOverTime(
  ctx: Pick<Context, 'actor' | 'db'>,
  span: Span,
  now = Date.now(),
): Promise<RunsAt[]> {
  requireSignedIn(ctx);
  const { count: steps, ms } = SPANS[span];
  const first = Math.floor(now / ms) * ms - (steps - 1) * ms;
  const step = sql`(floor((extract(epoch from ${syncRuns.endedAt}) * 1000 - ${sql.raw(String(first))}) / ${sql.raw(String(ms))}))::int`;
  const ended = (status: string) =>
    sql<number>`count(*) filter (where ${syncRuns.status} = ${sql.raw(`'${status}'`)})::int`;
  const rows = await ctx.db
    .select({ step, succeeded: ended('succeeded'), failed: ended('failed'), cancelled: ended('cancelled') })
    .from(syncRuns)
    .innerJoin(repos, eq(repos.id, syncRuns.repoId))
    // The words of sync_runs_ended_idx.
    .where(
      and(
        visibleTo(ctx),
        sql`${syncRuns.status} <> 'unchanged' and ${syncRuns.endedAt} >= ${new Date(first).toISOString()}::timestamptz`,
      ),
    )
    .groupBy(sql`1`);
  const byStep = new Map(rows.map(({ step: at, ...counts }) => [at, counts]));
  return Array.from({ length: steps }, (_, i) => ({
    at: new Date(first + i * ms).toISOString(),
    ...(byStep.get(i) ?? { succeeded: 0, failed: 0, cancelled: 0 }),
  }));
}

// How fresh all repositories are, at a glance.
import { and, sql } from 'drizzle-orm';
import { z } from 'zod';
import { repos } from '@/db/schema';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';
import { AGES } from './ages';
import { freshAt, isFollowed, isInTrouble, isRefused, isStaleAlone, needsAttention, standing } from './followed';
import { requireSignedIn } from './require-signed-in';

const count = z.int().nonnegative();

export const freshnessSchema = z
  .object({
    repositories: count.meta({ description: 'Those that have an upstream, without archived ones.' }),
    fresh: count.meta({ description: 'Checked as often as they should be, and well.' }),
    preparing: count.meta({ description: 'Being read for the first time.' }),
    needing_attention: count.meta({ description: 'Failing, stale or held back.' }),
    failing: count.meta({ description: 'The last attempt failed; those that are held back are among them.' }),
    auth_errors: count.meta({ description: 'Of the failing: upstream refuses the token, or wants one.' }),
    held_back: count.meta({ description: 'Of the failing: upstream lost most of its files and waits for a person.' }),
    stale: count.meta({
      description: 'Upstream has not answered for more than twice the interval; those that fail are not among them.',
    }),
    checked: z.array(z.object({ within_seconds: count.nullable(), count })).meta({
      description:
        'Since when what is shown is known to be what upstream has: when it answered last, or when it began to fail. ' +
        'Each counted once. Null: longer than all.',
    }),
    never_checked: count.meta({ description: 'Nothing of these is shown yet.' }),
    oldest_checked_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Freshness' });
export type Freshness = z.infer<typeof freshnessSchema>;

/** Throws `unauthenticated`. */
export async function readFreshness(ctx: Pick<Context, 'actor' | 'db'>): Promise<Freshness> {
  requireSignedIn(ctx);
  const where = (condition: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${condition})::int`;
  const within = AGES.map((seconds) =>
    where(sql`${freshAt} >= now() - ${sql.raw(String(seconds))} * interval '1 second'`),
  );
  const [row] = await ctx.db
    .select({
      repositories: sql<number>`count(*)::int`,
      fresh: where(sql`${standing} = 'fresh'`),
      preparing: where(sql`${standing} = 'preparing'`),
      needing_attention: where(needsAttention),
      failing: where(isInTrouble),
      auth_errors: where(isRefused),
      held_back: where(sql`${standing} = 'held_back' and ${mayOnRepos(ctx.actor, 'repo.inspect') ?? sql`true`}`),
      stale: where(isStaleAlone),
      within: sql<number[]>`array[${sql.join(within, sql`, `)}]`,
      checked: sql<number>`count(${freshAt})::int`,
      oldest: sql<string | null>`min(${freshAt})`,
    })
    .from(repos)
    .where(and(visibleTo(ctx), isFollowed));
  if (!row) throw new Error('The database answered without a row.');
  const { within: upTo, checked, oldest, ...counts } = row;
  const limits = [...AGES, null];
  return {
    ...counts,
    checked: limits.map((seconds, i) => ({
      within_seconds: seconds,
      count: (upTo[i] ?? checked) - (upTo[i - 1] ?? 0),
    })),
    never_checked: counts.repositories - checked,
    oldest_checked_at: oldest === null ? null : new Date(oldest).toISOString(),
  };
}

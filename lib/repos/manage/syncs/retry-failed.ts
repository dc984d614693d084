// Tries again what failed for one reason: a host that was away, say, and with it all of its repositories.
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { errorKind, orgs, repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { visibleTo } from '../../visible-repo';
import { repoName } from '../repo-settings';
import { requestSyncs, type SyncOutcome } from './request-syncs';

export const retryFailedSchema = z
  .strictObject({ error_kind: z.enum(errorKind.enumValues), org: repoName.optional() })
  .meta({ id: 'RetryFailed' });

/** Runs that one request starts. */
const MOST = 200;

export interface Retried {
  /** One for each repository that was tried. */
  outcomes: SyncOutcome[];
  /** Repositories that failed for the same reason and were not tried yet: ask again for them. */
  remaining: number;
}

/**
 * Starts a run of every repository whose last one failed for this reason, those that failed first first; at most 200 at
 * once. Throws `unauthenticated` and `forbidden`; all else is an outcome.
 */
export async function retryFailed(
  ctx: Context,
  input: z.infer<typeof retryFailedSchema>,
  options: { trigger: 'manual' | 'api' },
): Promise<Retried> {
  requireWriter(ctx);
  const rows = await ctx.db
    .select({ id: repos.id, count: sql<number>`(count(*) over ())::int` })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(
      and(
        visibleTo(ctx, 'repo.sync'),
        eq(repos.status, 'error'),
        eq(repos.errorKind, input.error_kind),
        input.org === undefined ? undefined : eq(sql`lower(${orgs.name})`, input.org.toLowerCase()),
      ),
    )
    .orderBy(asc(repos.errorAt), asc(repos.id))
    .limit(MOST);
  const ids = rows.map((row) => row.id);
  const outcomes = ids.length === 0 ? [] : await requestSyncs(ctx, { ids }, options);
  return { outcomes, remaining: Math.max(0, (rows[0]?.count ?? 0) - ids.length) };
}

export interface FailureReason {
  error_kind: (typeof errorKind.enumValues)[number];
  repositories: number;
}

/** How many repositories the caller may see fail for each reason, the most frequent first. */
export async function failureReasons(ctx: Pick<Context, 'actor' | 'db'>): Promise<FailureReason[]> {
  const count = sql<number>`count(*)::int`;
  const rows = await ctx.db
    .select({ error_kind: repos.errorKind, repositories: count })
    .from(repos)
    .where(and(visibleTo(ctx), eq(repos.status, 'error'), sql`${repos.errorKind} is not null`))
    .groupBy(repos.errorKind)
    .orderBy(sql`${count} desc`, repos.errorKind);
  return rows.flatMap(({ error_kind, repositories }) => (error_kind === null ? [] : { error_kind, repositories }));
}

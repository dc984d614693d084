// Lists the runs of all repositories that a caller may see, the newest first.
import { and, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { errorKind, orgs, repos, runStatus, runTrigger, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { isId } from '@/lib/is-id';
import { wasNamed } from '@/lib/repos/old-names';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleTo } from '@/lib/repos/visible-repo';
import { runSchema, selectRuns, toRun } from './run';

export const runOfRepoSchema = runSchema
  .extend({ repo: z.string().meta({ description: 'Its organisation and name: acme/rivers.' }) })
  .meta({ id: 'RunOfRepo' });
export type RunOfRepo = z.infer<typeof runOfRepoSchema>;

/** Beside how runs stand: not ended, waiting for the next attempt after one that failed, all that brought something. */
export const RUN_FILTERS = [...runStatus.enumValues, 'open', 'waiting', 'notable'] as const;

export const runFilterSchema = z.object({
  status: z.enum(RUN_FILTERS).optional().meta({
    description:
      'open: not ended. waiting: for the next attempt. notable: all but those that found nothing new. Default: all.',
  }),
  trigger: z.enum(runTrigger.enumValues).optional(),
  repo: z.string().max(201).optional().meta({ description: 'Id, or organisation and name: acme/rivers.' }),
  org: z.string().max(100).optional(),
  error_kind: z.enum(errorKind.enumValues).optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

/** When a run was made, in microseconds since the epoch, and its id. */
const position = z.tuple([z.string().regex(/^\d{1,16}$/), z.guid()]);

/** A page of runs. `limit` is 50 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listAllRuns(
  ctx: Pick<Context, 'actor' | 'db'>,
  options: RunFilter & { limit?: number; cursor?: string } = {},
): Promise<{ items: RunOfRepo[]; next_cursor: string | null }> {
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const rows = await selectRuns(ctx)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(
      and(
        visibleTo(ctx),
        options.status && statusIs(options.status),
        options.trigger && eq(syncRuns.trigger, options.trigger),
        options.error_kind && eq(syncRuns.errorKind, options.error_kind),
        options.repo === undefined ? undefined : repoIs(options.repo),
        options.org === undefined ? undefined : eq(sql`lower(${orgs.name})`, options.org.toLowerCase()),
        after &&
          sql`(${syncRuns.createdAt}, ${syncRuns.id}) < (
          'epoch'::timestamptz + ${after[0]}::bigint * interval '1 microsecond', ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(syncRuns.createdAt), desc(syncRuns.id))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.createdMicros, row.id]);
  const names = await namesOf(
    ctx,
    page.items.map((row) => row.repoId),
  );
  return {
    items: page.items.map((row) => ({ ...toRun(row, ctx.actor), repo: names.get(row.repoId) ?? '' })),
    next_cursor: page.nextCursor,
  };
}

function statusIs(status: NonNullable<RunFilter['status']>): SQL | undefined {
  const isOpen = inArray(syncRuns.status, ['queued', 'running']);
  if (status === 'open') return isOpen;
  if (status === 'waiting') return and(isOpen, sql`${syncRuns.error} is not null`);
  return status === 'notable' ? ne(syncRuns.status, 'unchanged') : eq(syncRuns.status, status);
}

function repoIs(repo: string): SQL | undefined {
  if (isId(repo)) return eq(repos.id, repo);
  const [org = '', name = ''] = repo.toLowerCase().split('/', 2);
  return or(and(eq(sql`lower(${orgs.name})`, org), eq(sql`lower(${repos.name})`, name)), wasNamed({ org, name }));
}

async function namesOf({ db }: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: repos.id, org: orgs.name, name: repos.name })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(inArray(repos.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, org, name }) => [id, `${org}/${name}`]));
}

// Marks repositories in whose default branch a secret stands that is no exception, and says which are marked.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { repos, secretSettings } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';

/** Findings that are kept of one scan. If there are more, it can never be judged as clean. */
export const MOST_FINDINGS = 5000;

/** Of a row of `secret_scans`: findings that are no exception. What was not kept counts as such. */
export const openCount = sql<number>`(
  select count(*) from secret_findings f where f.scan_id = secret_scans.id and not exists (
    select 1 from secret_exceptions e where e.repo_id = f.repo_id and e.fingerprint = f.fingerprint)
  )::int + greatest(0, secret_scans.found_count - ${sql.raw(String(MOST_FINDINGS))})`;

/** The id of the newest scan of all files that did not fail, as a query: of the default branch as it is now, if there is one. */
export function newestWhole(repoId: string): SQL {
  return sql`
    select whole.id from secret_scans whole join repos r on r.id = whole.repo_id
    where whole.repo_id = ${repoId}::uuid and whole.scope = 'tree' and whole.subfolder is null and whole.status <> 'failed'
    order by (whole.commit is not distinct from r.head_commit) desc, whole.ended_at desc, whole.id limit 1`;
}

/** Marks a repository, or takes its mark away, by that scan and what is an exception now. `tx` is the change's transaction. */
export async function markRepo(tx: Pick<Db, 'execute'>, repoId: string): Promise<void> {
  await tx.execute(sql`
    insert into secret_settings (repo_id, is_marked)
    select repo_id, ${openCount} > 0 from secret_scans where id = (${newestWhole(repoId)})
    on conflict (repo_id) do update set is_marked = excluded.is_marked`);
}

/** Those of `ids` that are marked; only where the caller sees deliveries. */
export async function markedRepos(ctx: Pick<Context, 'actor' | 'db'>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ id: repos.id })
    .from(secretSettings)
    .innerJoin(repos, eq(repos.id, secretSettings.repoId))
    .where(
      and(
        eq(secretSettings.isMarked, true),
        sql`${repos.id} = any(${sql.param([...ids])}::uuid[])`,
        visibleTo(ctx, 'repo.see-deliveries'),
      ),
    );
  return rows.map(({ id }) => id);
}

/** Whether one is marked; null for callers who do not see its deliveries. */
export async function markOf(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<boolean | null> {
  const [row] = await ctx.db
    .select({ isMarked: secretSettings.isMarked })
    .from(repos)
    .leftJoin(secretSettings, eq(secretSettings.repoId, repos.id))
    .where(and(eq(repos.id, id), visibleTo(ctx, 'repo.see-deliveries')));
  return row ? (row.isMarked ?? false) : null;
}

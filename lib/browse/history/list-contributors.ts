// Who wrote the commits of a repository's default branch: people as the mailmap knows them, those with the most first.
import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { contributors } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const contributorSchema = z
  .object({
    name: z.string(),
    email: z.string(),
    commits: z.int().positive(),
    first_at: z.iso.datetime(),
    last_at: z.iso.datetime(),
  })
  .meta({ id: 'Contributor' });
export type Contributor = z.infer<typeof contributorSchema>;

const MOST = 200;

/** At most `limit` (default 100, at most 200), and how many there are. Throws `not_found`. */
export async function listContributors(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  options: { limit?: number } = {},
): Promise<{ items: Contributor[]; total: number }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const email = sql<string>`coalesce(${contributors.personEmail}, ${contributors.email})`;
  const commits = sql<number>`sum(${contributors.commits})::int`;
  const rows = await ctx.db
    .select({
      email,
      // As they are called by the mailmap, else in the newest of their commits.
      name: sql<string>`(array_agg(coalesce(${contributors.personName}, ${contributors.name}) order by ${contributors.lastAt} desc))[1]`,
      commits,
      firstAt: sql<string>`min(${contributors.firstAt})`,
      lastAt: sql<string>`max(${contributors.lastAt})`,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(contributors)
    .where(eq(contributors.repoId, repo.id))
    .groupBy(email)
    .orderBy(desc(commits), email)
    .limit(Math.min(options.limit ?? 100, MOST));
  return {
    items: rows.map((row) => ({
      name: row.name,
      email: row.email,
      commits: row.commits,
      first_at: new Date(row.firstAt).toISOString(),
      last_at: new Date(row.lastAt).toISOString(),
    })),
    total: rows[0]?.total ?? 0,
  };
}

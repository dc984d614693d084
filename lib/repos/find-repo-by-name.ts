// Reads one repository by its address here, org/name, in either case.
import { and, eq, sql } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type Repo, selectRepos, toRepo } from './repo';
import { visibleTo } from './visible-repo';

/** Throws `not_found` if there is none or the caller may not see it. */
export async function findRepoByName(ctx: Context, org: string, name: string): Promise<Repo> {
  const [row] = await selectRepos(ctx.db)
    .where(
      and(
        eq(sql`lower(${orgs.name})`, org.toLowerCase()),
        eq(sql`lower(${repos.name})`, name.toLowerCase()),
        visibleTo(ctx),
      ),
    )
    .limit(1);
  if (!row) throw new AppError('not_found', 'There is no such repository.');
  return toRepo(ctx, row);
}

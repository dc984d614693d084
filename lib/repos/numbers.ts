// Repositories by the integers that protocols name them by which have no room for a uuid.
import { and, eq, inArray } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleTo } from './visible-repo';

/** The id of the repository with this number. Throws `not_found` if there is none or the caller may not see it. */
export async function repoOfNumber(ctx: Pick<Context, 'actor' | 'db'>, number: number): Promise<string> {
  const [row] = await ctx.db
    .select({ id: repos.id })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(and(eq(repos.number, number), visibleTo(ctx)));
  if (!row) throw new AppError('not_found', 'There is no such repository.');
  return row.id;
}

export interface Numbers {
  number: number;
  orgNumber: number;
}

/** The numbers of repositories that the caller was shown, and of their organisations. */
export async function numbersOf({ db }: Pick<Context, 'db'>, ids: string[]): Promise<Map<string, Numbers>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: repos.id, number: repos.number, orgNumber: orgs.number })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(inArray(repos.id, ids));
  return new Map(rows.map(({ id, ...numbers }) => [id, numbers]));
}

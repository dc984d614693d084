// What a caller may see: everything once signed in, public repositories otherwise, deleted ones never.
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { type Context, seesEverything } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { type RepoRow, selectRepos } from './repo';

/** The condition on `repos` that holds for what this caller may see. */
export function visibleTo(ctx: Pick<Context, 'actor'>): SQL | undefined {
  return and(isNull(repos.deletedAt), seesEverything(ctx.actor) ? undefined : eq(repos.isPublic, true));
}

/** Reads a repository's row. Throws `not_found` if there is none or the caller may not see it. */
export async function visibleRepo(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<RepoRow> {
  const [row] = isId(id)
    ? await selectRepos(ctx.db)
        .where(and(eq(repos.id, id), visibleTo(ctx)))
        .limit(1)
    : [];
  if (!row) throw new AppError('not_found', 'There is no such repository.');
  return row;
}

// What a caller may see: everything once signed in, what a narrowed token is for, public repositories otherwise, deleted
// ones never.
import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { type Context, seesEverything, tokenOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { type RepoRow, selectRepos } from './repo';

/** The condition on `repos` that holds for what this caller may see. */
export function visibleTo(ctx: Pick<Context, 'actor'>): SQL | undefined {
  return and(
    isNull(repos.deletedAt),
    seesEverything(ctx.actor) ? undefined : (grantedTo(ctx) ?? eq(repos.isPublic, true)),
  );
}

/** What a narrowed token is for; undefined without one. */
function grantedTo({ actor }: Pick<Context, 'actor'>): SQL | undefined {
  const token = tokenOf(actor);
  return and(
    token?.orgId == null ? undefined : eq(repos.orgId, token.orgId),
    token?.repoIds == null ? undefined : inArray(repos.id, [...token.repoIds]),
  );
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

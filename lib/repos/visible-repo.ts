// One repository, for a caller who may see it and may do something to it.
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import { requireMay } from '@/lib/access/require-may';
import { repoSubject } from '@/lib/access/standing-to';
import type { RepoVerb } from '@/lib/access/verbs';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { wasNamed } from './old-names';
import { type RepoRow, selectRepos } from './repo';

/** The condition on `repos` that holds for what this caller may see, or may do `verb` to. */
export function visibleTo({ actor }: Pick<Context, 'actor'>, verb: RepoVerb = 'repo.see'): SQL | undefined {
  return and(isNull(repos.deletedAt), mayOnRepos(actor, verb));
}

/**
 * Reads a repository's row for a caller who may do `verb` to it. Throws `not_found` if there is none or the caller may not
 * see it, else what `requireMay` throws.
 */
export async function visibleRepo(
  ctx: Pick<Context, 'actor' | 'db'>,
  id: string,
  verb: RepoVerb = 'repo.see',
): Promise<RepoRow> {
  return await only(ctx, isId(id) ? eq(repos.id, id) : sql`false`, verb);
}

/**
 * As `visibleRepo`, by its address here, org/name, in either case, or by one that it had before: the row says how it is
 * called now.
 */
export async function visibleRepoByName(
  ctx: Pick<Context, 'actor' | 'db'>,
  { org, name }: { org: string; name: string },
  verb: RepoVerb = 'repo.see',
): Promise<RepoRow> {
  const isNamed = and(
    eq(sql`lower(${orgs.name})`, org.toLowerCase()),
    eq(sql`lower(${repos.name})`, name.toLowerCase()),
  );
  return await only(ctx, isNamed, verb, wasNamed({ org, name }));
}

async function only(
  ctx: Pick<Context, 'actor' | 'db'>,
  condition: SQL | undefined,
  verb: RepoVerb,
  otherwise?: SQL,
): Promise<RepoRow> {
  const find = (where: SQL | undefined) =>
    selectRepos(ctx)
      .where(and(where, visibleTo(ctx)))
      .limit(1);
  const [row = otherwise && (await find(otherwise))[0]] = await find(condition);
  if (!row) throw new AppError('not_found', 'There is no such repository.');
  requireMay(ctx, verb, repoSubject(row));
  return row;
}

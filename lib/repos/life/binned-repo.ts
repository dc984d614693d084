// One repository in the bin, for a caller who may say what becomes of it. For everybody else it does not exist.
import { and, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import { type RepoRow, selectRepos } from '@/lib/repos/repo';

/** The condition on `repos` that holds for what lies in the bin and may be deleted by this caller. */
export function inBinOf({ actor }: Pick<Context, 'actor'>): SQL | undefined {
  return and(isNotNull(repos.deletedAt), isNull(repos.purgedAt), mayOnRepos(actor, 'repo.delete'));
}

/** Null if there is none, or the caller may not delete it. */
export async function findBinned(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<RepoRow | null> {
  if (!isId(id)) return null;
  const [row] = await selectRepos(ctx)
    .where(and(eq(repos.id, id), inBinOf(ctx)))
    .limit(1);
  return row ?? null;
}

/** Throws `not_found` if there is none, or the caller may not delete it. */
export async function binnedRepo(ctx: Pick<Context, 'actor' | 'db'>, id: string): Promise<RepoRow> {
  const row = await findBinned(ctx, id);
  if (!row) throw notInBin();
  return row;
}

export function notInBin(): AppError {
  return new AppError('not_found', 'There is no such repository in the bin.');
}

// One push mirror, or all of a repository, for a caller who may manage that.
import { and, asc, eq, sql } from 'drizzle-orm';
import { pushMirrors } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isId } from '@/lib/is-id';
import type { RepoRow } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type PushMirror, type PushMirrorRow, toPushMirror } from './push-mirror';

/** Throws `not_found` (no such repository, or no such mirror of it) and what `requireMay` throws for repo.manage. */
export async function visibleMirror(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  mirrorId: string,
): Promise<{ repo: RepoRow; mirror: PushMirrorRow }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.manage');
  const [mirror] = await ctx.db
    .select()
    .from(pushMirrors)
    .where(isId(mirrorId) ? and(eq(pushMirrors.id, mirrorId), eq(pushMirrors.repoId, repo.id)) : sql`false`);
  if (!mirror) throw new AppError('not_found', 'This repository has no such push mirror.');
  return { repo, mirror };
}

/** All of a repository, the oldest first; there are few. Throws like `visibleMirror`. */
export async function listPushMirrors(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
): Promise<{ items: PushMirror[]; next_cursor: null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.manage');
  const rows = await ctx.db
    .select()
    .from(pushMirrors)
    .where(eq(pushMirrors.repoId, repo.id))
    .orderBy(asc(pushMirrors.createdAt), asc(pushMirrors.id));
  return { items: rows.map(toPushMirror), next_cursor: null };
}

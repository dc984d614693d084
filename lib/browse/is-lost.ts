// Whether a commit is one that upstream took away: kept for a time, and on no branch or tag.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { isReachable } from './is-reachable';
import { readMirror } from './read-mirror';
import { seesBehindRefs } from './require-reachable';

/** `commit` is a full id. False for those who see no such commit, and if the mirror cannot be read. Throws `not_found`. */
export async function isLost(ctx: Context, repoId: string, commit: string): Promise<boolean> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  if (!seesBehindRefs(ctx, repo)) return false;
  const at = { repoId, dir: mirrorDir(ctx.env.dataDir, repoId), commit };
  try {
    return !(await readMirror(ctx.actor, (signal) => isReachable(ctx, at, { signal })));
  } catch (error) {
    // If the mirror cannot be read, reading the commit itself will say why.
    if (error instanceof AppError) return false;
    throw error;
  }
}

// Lists the history of any commit, the newest first; of one that upstream took away, what was lost with it.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { listCommits } from '@/lib/git/read/log';
import { cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { isReachable } from './is-reachable';
import { type Commit, toCommit } from './list-commits-of';
import { readMirror } from './read-mirror';
import { resolveCommit } from './resolve-commit';

/** Commits that came before. */
const position = z.int().nonnegative();

export interface History {
  commits: Commit[];
  /** No branch or tag has this commit: these are the commits that none has. */
  isLost: boolean;
  next_cursor: string | null;
}

/**
 * A page of the history of `commit`, a full id. `limit` is 50 unless told and at most 200. Throws `not_found`, also for
 * visitors if no branch or tag reaches the commit, and `invalid`.
 */
export async function listHistory(
  ctx: Context,
  repoId: string,
  options: { commit: string; limit?: number; cursor?: string },
): Promise<History> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const skip = options.cursor === undefined ? 0 : readCursor(options.cursor, position);
  return await readMirror(ctx.actor, async (signal) => {
    const at = await resolveCommit(ctx, repo, { commit: options.commit }, { signal });
    const isLost = !(await isReachable(ctx, { repoId: repo.id, ...at }, { signal }));
    const commits: Commit[] = [];
    const range = { to: at.commit, isOnNoRef: isLost, skip, limit: limit + 1 };
    for await (const commit of listCommits(at.dir, range, { signal })) commits.push(toCommit(commit));
    const page = cutPage(commits, limit, () => skip + limit);
    return { commits: page.items, isLost, next_cursor: page.nextCursor };
  });
}

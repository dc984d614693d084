// Lists the history of any commit, branch or tag, the newest first; of a commit that upstream took away, what was lost
// with it. git tells of it: only the default branch's commits are written down.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import type { CommitInfo } from '@/lib/git/read/commit-format';
import { listCommits } from '@/lib/git/read/log';
import { MAX_PAGE, readCursor, writeCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type CommitFilter, filterTest, isEmptyFilter } from './history/commit-filter';
import { isReachable } from './is-reachable';
import { type Commit, toCommit } from './list-commits-of';
import { readMirror } from './read-mirror';
import { cleanPath } from './read-tree';
import { resolveCommit } from './resolve-commit';

/** Commits that came before, whether or not they were shown. */
const position = z.int().nonnegative();

/** Commits that are looked through for one page. */
const LOOKED_THROUGH = 20_000;

export interface History {
  commits: Commit[];
  /** No branch or tag has this commit: these are the commits that none has. */
  isLost: boolean;
  next_cursor: string | null;
}

export interface HistoryOptions extends CommitFilter {
  /** A full id; else a branch or tag, or the default branch. */
  commit?: string;
  ref?: string;
  /** Only commits that touch this file or folder. */
  path?: string;
  limit?: number;
  cursor?: string;
}

/**
 * A page of a history. `limit` is 50 unless told and at most 200; a page may have fewer though more follow. Throws
 * `not_found`, also for visitors if no branch or tag reaches the commit, and `invalid`.
 */
export async function listHistory(ctx: Context, repoId: string, options: HistoryOptions): Promise<History> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 50, MAX_PAGE);
  const skip = options.cursor === undefined ? 0 : readCursor(options.cursor, position);
  const path = cleanPath(options.path ?? '');
  return await readMirror(ctx.actor, async (signal) => {
    const revision = options.commit === undefined ? { ref: options.ref } : { commit: options.commit };
    const at = await resolveCommit(ctx, repo, revision, { signal });
    const isLost = at.ref === null && !(await isReachable(ctx, { repoId: repo.id, ...at }, { signal }));
    const range = {
      to: at.commit,
      isOnNoRef: isLost,
      skip,
      limit: (isEmptyFilter(options) ? limit : LOOKED_THROUGH) + 1,
      ...(path === '' ? {} : { path }),
    };
    const { commits, looked } = await fitting(listCommits(at.dir, range, { signal }), filterTest(options), limit);
    return { commits, isLost, next_cursor: looked === null ? null : writeCursor(skip + looked) };
  });
}

/** `looked`: after so many commits there are more to look at; null if those were all. */
async function fitting(
  history: AsyncIterable<CommitInfo>,
  isFitting: (commit: CommitInfo) => boolean,
  limit: number,
): Promise<{ commits: Commit[]; looked: number | null }> {
  const commits: Commit[] = [];
  let looked = 0;
  for await (const commit of history) {
    if (commits.length === limit || looked === LOOKED_THROUGH) return { commits, looked };
    looked += 1;
    if (isFitting(commit)) commits.push(toCommit(commit));
  }
  return { commits, looked: null };
}

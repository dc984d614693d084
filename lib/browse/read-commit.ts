// Reads one commit of a repository and what it changed against its first parent.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { type CatFile, openCatFile } from '@/lib/git/read/cat-file';
import { diffTrees } from '@/lib/git/read/diff-trees';
import { EntryBudget } from '@/lib/git/read/entry-budget';
import { listCommits } from '@/lib/git/read/log';
import { listTree } from '@/lib/git/read/tree';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type FileDiff, FileDiffs } from './diff/file-diffs';
import { type Commit, toCommit } from './list-commits-of';
import { readMirror } from './read-mirror';
import { resolveCommit } from './resolve-commit';

export interface CommitChange {
  path: string;
  op: 'add' | 'change' | 'remove';
  diff: FileDiff;
}

export interface CommitDetail {
  commit: Commit;
  /** The message after its first paragraph; empty if there is no more, null if there is too much to show. */
  body: string | null;
  changes: CommitChange[];
  /** More files changed than the limit. */
  hasMore: boolean;
  /** Why what changed could not be found out, or not all of it; null if it was. */
  problem: string | null;
}

/** How many files and folders a page may look at to find out what a commit changed. */
const MAX_ENTRIES = 200_000;

/** `commit` is a full id; at most `limit` changes (default 300). Throws `not_found` and `invalid`. */
export async function readCommit(
  ctx: Context,
  options: { repoId: string; commit: string; limit?: number },
): Promise<CommitDetail> {
  const repo = await visibleRepo(ctx, options.repoId, 'repo.read');
  return await readMirror(ctx.actor, async (signal) => {
    const at = await resolveCommit(ctx, repo, { commit: options.commit }, { signal });
    return await readChanges(at, options.limit ?? 300, signal);
  });
}

async function readChanges(
  at: { dir: string; commit: string },
  limit: number,
  signal: AbortSignal,
): Promise<CommitDetail> {
  for await (const found of listCommits(at.dir, { to: at.commit, limit: 1 }, { signal })) {
    const commit = toCommit(found);
    const cat = openCatFile(at.dir, { signal });
    try {
      const body = await readBody(cat, commit.sha);
      return { commit, body, ...(await changesOf(at.dir, commit, limit, { cat, signal })) };
    } finally {
      await cat.close();
    }
  }
  throw new AppError('not_found', `There is no commit ${at.commit} here.`);
}

const TOO_MUCH =
  'This commit changes more than can be compared for a page: its folders are very large, or hold each other many times. ' +
  'Clone the repository to see all of it.';
/** No more of a message is shown. */
const MAX_COMMIT_BYTES = 256 * 1024;

async function readBody(cat: CatFile, sha: string): Promise<string | null> {
  const content = (await cat.read(sha, MAX_COMMIT_BYTES))?.content ?? null;
  if (content === null) return null;
  const [, , ...rest] = content.toString('utf8').split(/\n\n+/);
  return rest.join('\n\n').trim();
}

async function changesOf(
  dir: string,
  commit: Commit,
  limit: number,
  { cat, signal }: { cat: CatFile; signal: AbortSignal },
) {
  const [parent] = commit.parents;
  const o = { budget: new EntryBudget(MAX_ENTRIES), signal };
  const stream = parent ? diffTrees(dir, parent, commit.sha, o) : listTree(dir, commit.sha, { ...o, sizes: false });
  const changes: CommitChange[] = [];
  const diffs = new FileDiffs(cat);
  try {
    for await (const change of stream) {
      if (changes.length === limit) return { changes, hasMore: true, problem: null };
      if (isDangerousPath(change.path)) continue;
      const { path, sha, mode } = change;
      const before = 'op' in change ? change.oldSha : null;
      const isRemoved = 'op' in change && change.op === 'remove';
      const diff = await diffs.of({ before, after: isRemoved ? null : sha, mode });
      changes.push({ path, op: isRemoved ? 'remove' : before === null ? 'add' : 'change', diff });
    }
  } catch (error) {
    if (!(error instanceof AppError && error.kind === 'too_large')) throw error;
    return { changes, hasMore: true, problem: TOO_MUCH };
  }
  return { changes, hasMore: false, problem: null };
}

// Reads one commit of a repository and the files that it changed against its first parent.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { openCatFile } from '@/lib/git/cat-file';
import { isDangerousPath } from '@/lib/git/dangerous-name';
import { listCommits } from '@/lib/git/log';
import { diffTrees, listTree } from '@/lib/git/tree';
import { type Commit, toCommit } from './list-commits-of';
import { readMirror } from './read-mirror';
import { resolveCommit } from './resolve-commit';
import { visibleRepo } from './visible-repo';

export interface CommitChange {
  path: string;
  op: 'add' | 'change' | 'remove';
}

export interface CommitDetail {
  commit: Commit;
  /** The message after its first paragraph; empty where there is no more. */
  body: string;
  changes: CommitChange[];
  /** More files changed than the limit. */
  hasMore: boolean;
}

/** `commit` is a full id; at most `limit` changes (default 300). Throws `not_found` and `invalid`. */
export async function readCommit(
  ctx: Context,
  o: { repoId: string; commit: string; limit?: number },
): Promise<CommitDetail> {
  const repo = await visibleRepo(ctx, o.repoId);
  return await readMirror(async (signal) => {
    const at = await resolveCommit(ctx, repo, { commit: o.commit }, { signal });
    return await readChanges(at, o.limit ?? 300, signal);
  });
}

async function readChanges(
  at: { dir: string; commit: string },
  limit: number,
  signal: AbortSignal,
): Promise<CommitDetail> {
  for await (const found of listCommits(at.dir, { to: at.commit, limit: 1 }, { signal })) {
    const commit = toCommit(found);
    return {
      commit,
      body: await readBody(at.dir, commit.sha, signal),
      ...(await changesOf(at.dir, commit, limit, signal)),
    };
  }
  throw new AppError('not_found', `There is no commit ${at.commit} here.`);
}

/** More of a message is not worth showing. */
const MAX_COMMIT_BYTES = 256 * 1024;

async function readBody(dir: string, sha: string, signal: AbortSignal): Promise<string> {
  const cat = openCatFile(dir, { signal });
  try {
    const text = (await cat.read(sha, MAX_COMMIT_BYTES))?.content?.toString('utf8') ?? '';
    const [, , ...rest] = text.split(/\n\n+/);
    return rest.join('\n\n').trim();
  } finally {
    await cat.close();
  }
}

async function changesOf(dir: string, commit: Commit, limit: number, signal: AbortSignal) {
  const [parent] = commit.parents;
  const stream = parent
    ? diffTrees(dir, parent, commit.sha, { signal })
    : listTree(dir, commit.sha, { sizes: false, signal });
  const changes: CommitChange[] = [];
  for await (const change of stream) {
    if (changes.length === limit) return { changes, hasMore: true };
    if (isDangerousPath(change.path)) continue;
    const isOld = 'op' in change && !change.isNew;
    changes.push({ path: change.path, op: !isOld ? 'add' : change.op === 'remove' ? 'remove' : 'change' });
  }
  return { changes, hasMore: false };
}

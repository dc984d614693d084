// Finds commits by branch or tag, author, path, text and time: from what is written down if that can tell, else from git.
import type { Context } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { listCommitsOf } from './list-commits-of';
import { type History, type HistoryOptions, listHistory } from './list-history';
import { nameOfBranch } from './revision-name';

/** A page of commits, the newest first. Takes and throws what `listHistory` does. */
export async function findCommits(ctx: Context, repoId: string, options: HistoryOptions): Promise<History> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const { ref, commit, path = '', ...rest } = options;
  const isDefault =
    ref === undefined ||
    ref === repo.defaultBranch ||
    (repo.defaultBranch !== null && ref === nameOfBranch(repo.defaultBranch));
  const isWrittenDown = isDefault && commit === undefined && path.replaceAll('/', '') === '';
  if (!isWrittenDown) return await listHistory(ctx, repoId, options);
  return { ...(await listCommitsOf(ctx, repoId, rest)), isLost: false };
}

// Which commit the hosts of a delivery should have: that of its branch or tag, and of a folder that somebody works in what
// HEAD is at.
import { findRef } from '@/lib/browse/find-ref';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { localPolicy } from '@/lib/git/local/local-folders';
import { listLocalRefs } from '@/lib/git/local/local-refs';
import { findLocalRepository } from '@/lib/git/local/local-repository';

export interface DeliveredRepo {
  repoId: string;
  dir: string;
  kind: string;
  localPath: string | null;
  defaultBranch: string | null;
  headCommit: string | null;
}

/**
 * `ref` is a branch or tag, a branch first; null: the default branch. Throws AppError `not_found` if there is none, or
 * nothing to deliver yet.
 */
export async function wantedCommit(
  ctx: Pick<Context, 'db' | 'env'>,
  repo: DeliveredRepo,
  ref: string | null,
  signal: AbortSignal | undefined,
): Promise<{ commit: string; ref: string }> {
  if (ref !== null) {
    const commit = await findRef(ctx, repo, ref, { signal });
    if (commit !== undefined) return { commit, ref };
    throw new AppError('not_found', `There is no branch or tag ${ref} here. Name another one in the delivery.`, {
      kind: 'not_found',
    });
  }
  const atHead = await headOfFolder(ctx, repo, signal);
  if (atHead !== null) return atHead;
  const branch = repo.defaultBranch;
  const commit =
    (branch === null ? undefined : await findRef(ctx, repo, `refs/heads/${branch}`, { signal })) ?? repo.headCommit;
  if (commit !== null && commit !== undefined) return { commit, ref: branch ?? 'HEAD' };
  throw new AppError('not_found', 'There is no commit here yet, so there is nothing to deliver. Sync it first.', {
    kind: 'not_found',
  });
}

/** HEAD may be at no branch while somebody works there. A folder that is away is at what was last seen of it. */
async function headOfFolder(
  { env }: Pick<Context, 'env'>,
  repo: DeliveredRepo,
  signal: AbortSignal | undefined,
): Promise<{ commit: string; ref: string } | null> {
  if (repo.kind !== 'local' || repo.localPath === null) return null;
  try {
    const local = await findLocalRepository(repo.localPath, localPolicy(env));
    const { headSha, headBranch } = await listLocalRefs(local, { signal });
    return headSha === null ? null : { commit: headSha, ref: headBranch ?? 'HEAD' };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof AppError) return null;
    throw error;
  }
}

// Finds the commit that a caller means: a commit, a branch or tag, or what search shows of the default branch.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { isUnderRoot } from '@/lib/git/local/local-folders';
import { checkMirror } from '@/lib/git/mirror/health';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { commitExists } from '@/lib/git/read/log';
import type { RepoRow } from '@/lib/repos/repo';
import { findRef } from './find-ref';
import { noSuchCommit, requireReachable } from './require-reachable';
import { isCommitId, nameOfBranch } from './revision-name';

export interface Revision {
  /** Name of a branch or tag; `refs/heads/…` and `refs/tags/…` say which, a branch comes before a tag otherwise. */
  ref?: string | undefined;
  /** Full commit id. */
  commit?: string | undefined;
  /** As addresses name it: a full commit id if there is such a commit, as for git; else as `ref`. */
  name?: string | undefined;
}

/**
 * Resolves a revision to a commit of the mirror in `dir`. A branch that is searchable resolves to its indexed commit,
 * so that what is read agrees with what was found; a commit that no branch or tag reaches is there for those alone who may inspect it.
 * Throws `not_found`, `invalid`, or `internal` for a missing mirror.
 */
export async function resolveCommit(
  ctx: Pick<Context, 'actor' | 'db' | 'env'>,
  repo: RepoRow,
  revision: Revision,
  options: { signal?: AbortSignal } = {},
): Promise<{ dir: string; ref: string | null; commit: string }> {
  if (revision.ref !== undefined && revision.commit !== undefined) {
    throw new AppError('invalid', 'Give either a ref or a commit, not both.');
  }
  if (revision.name !== undefined) return await resolveName(ctx, repo, revision.name, options);
  const dir = mirrorDir(ctx.env.dataDir, repo.id);
  if (revision.commit !== undefined) {
    const commit = revision.commit.toLowerCase();
    if (!isCommitId(commit)) {
      throw new AppError('invalid', 'A commit is given by its full id of 40 or 64 hexadecimal digits.');
    }
    await requireMirror(ctx.env, dir, repo, options);
    if (!(await commitExists(dir, commit, options))) throw noSuchCommit(commit);
    await requireReachable(ctx, repo, { repoId: repo.id, dir, commit }, options);
    return { dir, ref: null, commit };
  }
  const ref = revision.ref ?? (repo.defaultBranch === null ? null : nameOfBranch(repo.defaultBranch));
  if (ref === null) {
    throw new AppError(
      'not_found',
      repo.indexedAt ? 'This repository has no commits yet.' : 'This repository has not been fetched yet.',
    );
  }
  await requireMirror(ctx.env, dir, repo, options);
  const commit = await findRef(ctx, { repoId: repo.id, dir }, ref, options);
  if (commit === undefined) throw new AppError('not_found', `There is no branch or tag ${JSON.stringify(ref)} here.`);
  return { dir, ref, commit };
}

/** A branch with a commit id as its name never hides that commit: permalinks stay valid. */
async function resolveName(
  ctx: Pick<Context, 'actor' | 'db' | 'env'>,
  repo: RepoRow,
  name: string,
  options: { signal?: AbortSignal },
): ReturnType<typeof resolveCommit> {
  if (!isCommitId(name)) return await resolveCommit(ctx, repo, { ref: name }, options);
  try {
    return await resolveCommit(ctx, repo, { commit: name }, options);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return await resolveCommit(ctx, repo, { ref: name }, options);
  }
}

async function requireMirror(
  env: Context['env'],
  dir: string,
  repo: RepoRow,
  options: { signal?: AbortSignal },
): Promise<void> {
  // A folder that was taken from the roots is not read any more, whatever was indexed of it.
  const isAllowed = repo.localPath === null || isUnderRoot(repo.localPath, env.localRoots);
  const state = isAllowed ? await checkMirror(dir, options) : 'missing';
  if (state === 'ok') return;
  if (repo.kind === 'local') {
    throw new AppError(
      'internal',
      `The folder of ${repo.org}/${repo.name} cannot be read at the moment. What search shows is from its last sync.`,
      { kind: 'corrupt', retryable: true },
    );
  }
  const what = state === 'missing' ? 'is missing' : 'is damaged';
  const remedy = repo.url === null ? 'It has no source to fetch it from again.' : 'Sync it to fetch it again.';
  throw new AppError('internal', `The copy of ${repo.org}/${repo.name} on this server ${what}. ${remedy}`, {
    kind: 'corrupt',
    retryable: true,
  });
}

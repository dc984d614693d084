// Finds the commit that a caller means: a commit, a branch or tag, or what search shows of the default branch.
import { and, eq } from 'drizzle-orm';
import { branches, indexedRefs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkMirror } from '@/lib/git/health';
import { isUnderRoot } from '@/lib/git/local-folders';
import { commitExists, peelTag } from '@/lib/git/log';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { listRefs } from '@/lib/git/refs';
import type { RepoRow } from './repo';
import { noSuchCommit, requireReachable } from './require-reachable';

export interface Revision {
  /** Short name of a branch or tag. */
  ref?: string | undefined;
  /** Full commit id. */
  commit?: string | undefined;
}

/**
 * Resolves a revision to a commit of the mirror in `dir`. A branch that is searchable resolves to its indexed commit,
 * so that what is read agrees with what was found; for visitors a commit that no branch or tag reaches is not there.
 * Throws `not_found`, `invalid`, or `internal` for a missing mirror.
 */
export async function resolveCommit(
  ctx: Pick<Context, 'actor' | 'db' | 'env'>,
  repo: RepoRow,
  revision: Revision,
  o: { signal?: AbortSignal } = {},
): Promise<{ dir: string; ref: string | null; commit: string }> {
  if (revision.ref !== undefined && revision.commit !== undefined) {
    throw new AppError('invalid', 'Give either a ref or a commit, not both.');
  }
  const dir = mirrorDir(ctx.env.dataDir, repo.id);
  if (revision.commit !== undefined) {
    const commit = revision.commit.toLowerCase();
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) {
      throw new AppError('invalid', 'A commit is given by its full id of 40 or 64 hexadecimal digits.');
    }
    await requireMirror(ctx.env, dir, repo);
    if (!(await commitExists(dir, commit, o))) throw noSuchCommit(commit);
    await requireReachable(ctx, { repoId: repo.id, dir, commit }, o);
    return { dir, ref: null, commit };
  }
  const ref = revision.ref ?? repo.defaultBranch;
  if (ref === null) {
    throw new AppError(
      'not_found',
      repo.indexedAt ? 'This repository has no commits yet.' : 'This repository has not been fetched yet.',
    );
  }
  await requireMirror(ctx.env, dir, repo);
  const commit = ref.includes('\0') ? undefined : ((await tipOf(ctx, repo.id, ref)) ?? (await tagOf(dir, ref, o)));
  if (commit === undefined) throw new AppError('not_found', `There is no branch or tag ${JSON.stringify(ref)} here.`);
  return { dir, ref, commit };
}

async function tipOf(ctx: Pick<Context, 'db'>, repoId: string, ref: string): Promise<string | undefined> {
  const [branch] = await ctx.db
    .select({ tip: branches.commitSha, indexed: indexedRefs.commitSha })
    .from(branches)
    .leftJoin(indexedRefs, and(eq(indexedRefs.repoId, branches.repoId), eq(indexedRefs.ref, branches.name)))
    .where(and(eq(branches.repoId, repoId), eq(branches.name, ref)));
  return branch?.indexed ?? branch?.tip;
}

async function tagOf(dir: string, ref: string, o: { signal?: AbortSignal }): Promise<string | undefined> {
  const refs = await listRefs(dir);
  const target = refs.get(`refs/tags/${ref}`);
  return target === undefined ? undefined : ((await peelTag(dir, target, o)) ?? undefined);
}

async function requireMirror(env: Context['env'], dir: string, repo: RepoRow): Promise<void> {
  // A folder that was taken from the roots is not read any more, whatever was indexed of it.
  const isAllowed = repo.localPath === null || isUnderRoot(repo.localPath, env.localRoots);
  const state = isAllowed ? await checkMirror(dir) : 'missing';
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

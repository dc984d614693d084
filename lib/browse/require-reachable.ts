// Which objects of a mirror callers may see: commits that a branch or tag reaches; what was taken away is for those who may
// inspect the repository.
import { may } from '@/lib/access/may';
import { repoSubject } from '@/lib/access/standing-to';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { RepoRow } from '@/lib/repos/repo';
import { type CommitAt, isReachable } from './is-reachable';

/**
 * Throws `not_found`, as for a commit that is not there, if the caller may see only what branches and tags reach and
 * none reaches this one. A mirror holds more than that: what a rewritten history took away, what was fetched and is held
 * back, what waits to be thrown away.
 */
export async function requireReachable(
  ctx: Pick<Context, 'actor' | 'db'>,
  repo: RepoRow,
  at: CommitAt,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (seesBehindRefs(ctx, repo) || (await isReachable(ctx, at, options))) return;
  throw noSuchCommit(at.commit);
}

/** True for callers who may see what no branch or tag reaches any more. */
export function seesBehindRefs({ actor }: Pick<Context, 'actor'>, repo: RepoRow): boolean {
  return may(actor, 'repo.inspect', repoSubject(repo));
}

/** The error for a commit that does not exist for the caller. */
export function noSuchCommit(commit: string): AppError {
  return new AppError('not_found', `There is no commit ${commit} here.`);
}

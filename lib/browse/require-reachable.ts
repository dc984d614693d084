// Which objects of a mirror visitors may see: commits that a branch or tag reaches, and nothing that was taken away.
import { type Context, seesEverything } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type CommitAt, isReachable } from './is-reachable';

/**
 * Throws `not_found`, as for a commit that is not there, if the caller may see only what branches and tags reach and
 * none reaches this one. A mirror holds more than that: what a rewritten history took away, what was fetched and is held
 * back, what waits to be thrown away.
 */
export async function requireReachable(
  ctx: Pick<Context, 'actor' | 'db'>,
  at: CommitAt,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  if (seesEverything(ctx.actor) || (await isReachable(ctx, at, options))) return;
  throw noSuchCommit(at.commit);
}

/** The error for a commit that does not exist for the caller. */
export function noSuchCommit(commit: string): AppError {
  return new AppError('not_found', `There is no commit ${commit} here.`);
}

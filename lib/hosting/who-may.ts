// Who may take a repository out with git, and who may push to it.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { findRepoByName } from '@/lib/repos/find-repo-by-name';
import type { Repo } from '@/lib/repos/repo';

/**
 * The repository org/name. Throws `not_found` if there is none that this caller may see; and `unauthenticated` instead
 * for visitors, who may see more once they say who they are: what is private and what is not there look the same.
 */
export async function readableRepo(ctx: Context, org: string, name: string): Promise<Repo> {
  try {
    return await findRepoByName(ctx, org, name);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_found') || ctx.actor.kind !== 'anonymous') throw error;
    throw new AppError(
      'unauthenticated',
      'There is no such repository, or not everybody may see it. Give a token as the password.',
      { cause: error },
    );
  }
}

/**
 * Throws `forbidden` if nobody may push to `repo`, or this caller may not; `unauthenticated` for visitors to one that
 * takes pushes.
 */
export function requirePush(ctx: Pick<Context, 'actor' | 'env'>, repo: Repo): void {
  const name = `${repo.org}/${repo.name}`;
  if (repo.kind === 'local') throw new AppError('forbidden', `${name} is read from a folder: commit there instead.`);
  if (repo.kind !== 'hosted') {
    const where = repo.url === null ? 'its source' : repo.url;
    throw new AppError('forbidden', `${name} is a mirror of ${where}: push there. What arrives there appears here.`);
  }
  if (repo.status === 'archived') throw new AppError('forbidden', `${name} is archived, so it is read-only.`);
  if (ctx.env.readOnly) {
    throw new AppError('forbidden', 'This server is read-only (FRESHET_READ_ONLY): it takes no pushes.');
  }
  const { actor } = ctx;
  if (actor.kind === 'anonymous') {
    throw new AppError('unauthenticated', 'To push, give a token as the password.');
  }
  const token = 'token' in actor ? actor.token : undefined;
  if (token && !token.scopes.some((scope) => scope === 'write' || scope === 'admin')) {
    throw new AppError('forbidden', `This token may not push to ${name}: it has no scope write.`);
  }
}

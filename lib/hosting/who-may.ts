// Who may take a repository out with git, and who may push to it.
import { requireMay } from '@/lib/access/require-may';
import { repoSubject } from '@/lib/access/standing-to';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { RepoRow } from '@/lib/repos/repo';
import { visibleRepoByName } from '@/lib/repos/visible-repo';

/**
 * The repository org/name, to be read. Throws `not_found` if there is none that this caller may see; `unauthenticated`
 * instead for visitors, who may see more once they say who they are: what is private and what is not there look the same.
 */
export async function readableRepo(ctx: Context, org: string, name: string): Promise<RepoRow> {
  return await orAskWho(ctx, visibleRepoByName(ctx, { org, name }, 'repo.read'));
}

/**
 * The same, to be pushed to. Throws `forbidden` as well if it takes no pushes, or not from this caller; which of the two
 * is said before anybody is asked who they are.
 */
export async function pushableRepo(ctx: Context, org: string, name: string): Promise<RepoRow> {
  const repo = await orAskWho(ctx, visibleRepoByName(ctx, { org, name }));
  requireTakesPushes(ctx, repo);
  if (ctx.actor.kind === 'anonymous') {
    throw new AppError('unauthenticated', 'To push, give a token as the password, with any user name.');
  }
  requireMay(ctx, 'repo.push', repoSubject(repo));
  return repo;
}

async function orAskWho(ctx: Context, reading: Promise<RepoRow>): Promise<RepoRow> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_found') || ctx.actor.kind !== 'anonymous') throw error;
    throw new AppError(
      'unauthenticated',
      'There is no such repository, or not everybody may see it. Give a token as the password, with any user name.',
      { cause: error },
    );
  }
}

function requireTakesPushes({ env }: Pick<Context, 'env'>, repo: RepoRow): void {
  const name = `${repo.org}/${repo.name}`;
  if (repo.kind === 'local') throw new AppError('forbidden', `${name} is read from a folder: commit there instead.`);
  if (repo.kind !== 'hosted') {
    const where = repo.url ?? 'its source';
    throw new AppError(
      'forbidden',
      `${name} is a ${repo.kind} of ${where}: push there. What arrives there appears here.`,
    );
  }
  if (repo.status === 'archived') throw new AppError('forbidden', `${name} is archived, so it is read-only.`);
  if (!env.readOnly) return;
  throw new AppError('forbidden', 'This server is read-only (FRESHET_READ_ONLY): it takes no pushes.');
}

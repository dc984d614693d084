// Adds an empty repository that lives here and is pushed to.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { requireOrgForRepo } from '@/lib/orgs/org-for-repo';
import { getRepo } from '../../get-repo';
import type { Repo } from '../../repo';
import { insertRepo } from '../insert-repo';
import type { NewRepo } from '../repo-settings';
import { finishHosted, USUAL_BRANCH } from './finish-hosted';
import { withdrawRepo } from './withdraw-repo';

/**
 * Makes org/name with its folder; the caller may add repositories. Throws `invalid` for what only a source could have,
 * `conflict` if the name is taken.
 */
export async function addHosted(ctx: Context, input: NewRepo): Promise<Repo> {
  const { org, name } = input;
  if (org === undefined || name === undefined) {
    throw new AppError(
      'invalid',
      'Give the url of a source or the path of a folder on this server; or org and name, for an empty repository.',
    );
  }
  for (const key of ['token', 'again', 'holds_back_losses', 'sync_interval_seconds'] as const) {
    if (input[key] !== undefined) {
      throw new AppError('invalid', `The field ${key} is about a source, and a repository without url has none.`);
    }
  }
  await requireOrgForRepo(ctx, org);
  const id = await insertRepo(ctx, { org, name }, input, {
    kind: 'hosted',
    // Until its folder is there.
    status: 'initializing',
    isBare: input.is_bare ?? true,
    allowsForcedPushes: input.allows_forced_pushes ?? false,
    defaultBranch: input.default_branch ?? USUAL_BRANCH,
  });
  try {
    await finishHosted(ctx, { id, defaultBranch: input.default_branch ?? null });
  } catch (error) {
    await withdrawRepo(ctx, { id, org, name }, 'its folder could not be made');
    throw error;
  }
  return await getRepo(ctx, id);
}

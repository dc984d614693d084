// Adds an empty repository that lives here and is pushed to.
import { eq } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { recordAudit } from '@/lib/audit/record';
import { type Context, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { orgForRepo, requireOrgForRepo } from '@/lib/orgs/org-for-repo';
import { getRepo } from '@/lib/repos/get-repo';
import type { Repo } from '@/lib/repos/repo';
import { finishHosted, USUAL_BRANCH } from './finish-hosted';
import { nameTaken } from './name-taken';
import type { NewRepo } from './repo-settings';
import { toldOf } from './told-of';

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
  const id = await insert(ctx, org, name, input);
  try {
    await finishHosted(ctx, { id, defaultBranch: input.default_branch ?? null });
  } catch (error) {
    await ctx.db.delete(repos).where(eq(repos.id, id));
    throw error;
  }
  return await getRepo(ctx, id);
}

async function insert(ctx: Context, org: string, name: string, input: NewRepo): Promise<string> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const orgId = await orgForRepo({ ...ctx, db: tx }, org, { isOpen: input.org_is_open });
      const [added] = await tx
        .insert(repos)
        .values({
          orgId,
          name,
          description: input.description ?? '',
          kind: 'hosted',
          // Until its folder is there.
          status: 'initializing',
          isPublic: input.is_public ?? false,
          isBare: input.is_bare ?? true,
          allowsForcedPushes: input.allows_forced_pushes ?? false,
          indexedBranches: input.branches ?? null,
          defaultBranch: input.default_branch ?? USUAL_BRANCH,
          addedBy: userIdOf(ctx.actor),
        })
        .returning();
      if (!added) throw new Error('Nothing was inserted.');
      await recordAudit(tx, ctx, {
        verb: 'repo.add',
        subject: { kind: 'repo', id: added.id, name: `${org}/${name}` },
        orgId,
        after: toldOf(added),
      });
      return added.id;
    });
  } catch (error) {
    throw await nameTaken(ctx, error, org, name);
  }
}

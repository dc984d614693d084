// Calls a repository by another name, or moves it to another organisation: the name that it had leads to it.
import { z } from 'zod';
import { type Context, requireWriter } from '@/lib/context';
import { visibleOrg } from '@/lib/orgs/visible-org';
import { repoName } from '@/lib/repos/manage/repo-settings';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { type Repo, toRepo } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const renameRepoSchema = z.strictObject({ name: repoName }).meta({ id: 'RenameRepo' });

export const transferRepoSchema = z
  .strictObject({ org: repoName.meta({ description: 'It is there, and you may add repositories to it.' }) })
  .meta({ id: 'TransferRepo' });

/** Throws `unauthenticated`, `forbidden`, `not_found` and `conflict` (the name is taken). */
export async function renameRepo(ctx: Context, id: string, { name }: z.infer<typeof renameRepoSchema>): Promise<Repo> {
  return await updateRepo(ctx, id, { name });
}

/**
 * Moves it to an organisation that is there. People it was shared with keep what they have; members of the old
 * organisation, and tokens that are narrowed to it, lose it. Throws as `renameRepo`, and `not_found` for an organisation
 * that the caller may not see.
 */
export async function transferRepo(
  ctx: Context,
  id: string,
  { org }: z.infer<typeof transferRepoSchema>,
): Promise<Repo> {
  requireWriter(ctx);
  const repo = await visibleRepo(ctx, id, 'repo.delete');
  if (repo.org.toLowerCase() === org.toLowerCase()) return toRepo(ctx, repo);
  const into = await visibleOrg(ctx, org, 'org.add-repo');
  return await updateRepo(ctx, id, { org: into.name });
}

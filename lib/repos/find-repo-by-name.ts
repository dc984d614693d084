// Reads one repository by its address here, org/name, in either case, or by one that it had before.
import type { Context } from '@/lib/context';
import { type Repo, toRepo } from './repo';
import { visibleRepoByName } from './visible-repo';

/** Throws `not_found` if there is none or the caller may not see it. */
export async function findRepoByName(ctx: Context, org: string, name: string): Promise<Repo> {
  return toRepo(ctx, await visibleRepoByName(ctx, { org, name }));
}

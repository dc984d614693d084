// Reads one repository by its id.
import type { Context } from '@/lib/context';
import { type Repo, toRepo } from './repo';
import { visibleRepo } from './visible-repo';

/** Throws `not_found` if there is none or the caller may not see it. */
export async function getRepo(ctx: Context, id: string): Promise<Repo> {
  return toRepo(ctx, await visibleRepo(ctx, id));
}

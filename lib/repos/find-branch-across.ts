// Finds the branch that an address means whose slashes were not escaped: `feature/x/src/a.ts` is `src/a.ts` on feature/x.
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { branches } from '@/db/schema';
import type { Context } from '@/lib/context';

/** No branch name has more parts. */
const MAX_PARTS = 20;

/**
 * The branch whose name goes on into `path`, and the rest of the path; null where `ref` is a branch itself or nothing
 * fits. The repository is one that the caller may see.
 */
export async function findBranchAcross(
  ctx: Pick<Context, 'db'>,
  repoId: string,
  ref: string,
  path: string,
): Promise<{ ref: string; path: string } | null> {
  const parts = path.split('/').filter(Boolean).slice(0, MAX_PARTS);
  if (parts.length === 0 || `${ref}${path}`.includes('\0')) return null;
  const names = [ref, ...parts.map((_, i) => [ref, ...parts.slice(0, i + 1)].join('/'))];
  const found = await ctx.db
    .select({ name: branches.name })
    .from(branches)
    .where(and(eq(branches.repoId, repoId), inArray(branches.name, names)))
    .orderBy(desc(sql`length(${branches.name})`));
  // git allows no branch below another: where `ref` is one, it is the only one.
  const name = found[0]?.name;
  if (name === undefined || name === ref) return null;
  return { ref: name, path: `${ref}/${path}`.slice(name.length + 1) };
}

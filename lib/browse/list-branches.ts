// Lists a repository's branches: the default one first, then by name.
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { branches, indexedRefs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const branchSchema = z
  .object({
    name: z.string(),
    commit: z.string(),
    is_default: z.boolean(),
    indexed_commit: z.string().nullable().meta({ description: 'The commit that search shows; null: not searchable.' }),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Branch' });
export type Branch = z.infer<typeof branchSchema>;

const position = z.tuple([z.boolean(), cursorText]);

/**
 * A page of branches whose names hold `filter`, in any case. `limit` is 100 unless told and at most 200; throws
 * `not_found`, or `invalid` for a foreign cursor.
 */
export async function listBranches(
  ctx: Context,
  repoId: string,
  options: { limit?: number; cursor?: string; filter?: string } = {},
): Promise<{ branches: Branch[]; next_cursor: string | null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  const isOther = sql<boolean>`(${branches.name} is distinct from ${repo.defaultBranch}::text)`;
  const rows = await ctx.db
    .select({
      name: branches.name,
      commit: branches.commitSha,
      isOther,
      indexed: indexedRefs.commitSha,
      updatedAt: branches.updatedAt,
    })
    .from(branches)
    .leftJoin(indexedRefs, and(eq(indexedRefs.repoId, branches.repoId), eq(indexedRefs.ref, branches.name)))
    .where(
      and(
        eq(branches.repoId, repoId),
        options.filter ? sql`strpos(lower(${branches.name}), lower(${options.filter}::text)) > 0` : undefined,
        after && sql`(${isOther}, ${branches.name}) > (${after[0]}::boolean, ${after[1]}::text)`,
      ),
    )
    .orderBy(asc(isOther), asc(branches.name))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.isOther, row.name]);
  return {
    branches: page.items.map((row) => ({
      name: row.name,
      commit: row.commit,
      is_default: !row.isOther,
      indexed_commit: row.indexed,
      updated_at: row.updatedAt.toISOString(),
    })),
    next_cursor: page.nextCursor,
  };
}

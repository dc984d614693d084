// Lists a repository's branches: the default one first, then by name or the newest first.
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
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
    updated_at: z.iso.datetime().meta({ description: 'When it was seen to move.' }),
    author_name: z.string().nullable().meta({ description: 'Of its last commit, as subject and committed_at.' }),
    subject: z.string().nullable(),
    committed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Branch' });
export type Branch = z.infer<typeof branchSchema>;

export const BRANCH_SORTS = ['name', 'updated'] as const;
export type BranchSort = (typeof BRANCH_SORTS)[number];

const byName = z.tuple([z.boolean(), cursorText]);
/** Seconds since the epoch between. */
const byTime = z.tuple([z.boolean(), z.number(), cursorText]);

const committed = sql<number>`extract(epoch from coalesce(${branches.committedAt}, 'epoch'))::float8`;

/**
 * A page of branches whose names hold `filter`, in any case. `limit` is 100 unless told and at most 200; throws
 * `not_found`, or `invalid` for a foreign cursor.
 */
export async function listBranches(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  options: { limit?: number; cursor?: string; filter?: string; sort?: BranchSort } = {},
): Promise<{ branches: Branch[]; next_cursor: string | null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const isByTime = options.sort === 'updated';
  const isOther = sql<boolean>`(${branches.name} is distinct from ${repo.defaultBranch}::text)`;
  const rows = await ctx.db
    .select({
      name: branches.name,
      commit: branches.commitSha,
      isOther,
      indexed: indexedRefs.commitSha,
      updatedAt: branches.updatedAt,
      authorName: branches.authorName,
      subject: branches.subject,
      committedAt: branches.committedAt,
      committed,
    })
    .from(branches)
    .leftJoin(indexedRefs, and(eq(indexedRefs.repoId, branches.repoId), eq(indexedRefs.ref, branches.name)))
    .where(
      and(
        eq(branches.repoId, repoId),
        options.filter ? sql`strpos(lower(${branches.name}), lower(${options.filter}::text)) > 0` : undefined,
        options.cursor === undefined ? undefined : afterOf(options.cursor, isByTime, isOther),
      ),
    )
    .orderBy(asc(isOther), ...(isByTime ? [desc(committed)] : []), asc(branches.name))
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.isOther, ...(isByTime ? [row.committed] : []), row.name]);
  return {
    branches: page.items.map((row) => ({
      name: row.name,
      commit: row.commit,
      is_default: !row.isOther,
      indexed_commit: row.indexed,
      updated_at: row.updatedAt.toISOString(),
      author_name: row.authorName,
      subject: row.subject,
      committed_at: row.committedAt?.toISOString() ?? null,
    })),
    next_cursor: page.nextCursor,
  };
}

function afterOf(cursor: string, isByTime: boolean, isOther: SQL<boolean>): SQL {
  if (!isByTime) {
    const [other, name] = readCursor(cursor, byName);
    return sql`(${isOther}, ${branches.name}) > (${other}::boolean, ${name}::text)`;
  }
  const [other, at, name] = readCursor(cursor, byTime);
  return sql`(${isOther}, -${committed}, ${branches.name}) > (${other}::boolean, ${-at}::float8, ${name}::text)`;
}

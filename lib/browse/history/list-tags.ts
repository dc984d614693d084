// Lists a repository's tags as they were written down: by version, by name or the newest first.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tags } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const TAG_SORTS = ['version', 'name', 'updated'] as const;
export type TagSort = (typeof TAG_SORTS)[number];

export const tagSchema = z
  .object({
    name: z.string(),
    commit: z.string().nullable().meta({ description: 'The commit that it stands for; null for anything else.' }),
    object: z.string().meta({ description: 'What the ref names: the tag object of an annotated tag.' }),
    is_annotated: z.boolean(),
    subject: z.string().nullable().meta({ description: "Of the tag's message, else of the commit's." }),
    tagger_name: z.string().nullable(),
    tagged_at: z.iso.datetime().nullable().meta({ description: 'As the tag says, else when the commit was made.' }),
  })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof tagSchema>;

/** The order, and by what the last row was ordered: a cursor of another order is refused. */
const positionIn = (sort: TagSort) => z.tuple([z.literal(sort), cursorText, cursorText]);

/** Bytes are compared, as the keys are made for; a name decides between tags of one key. */
const ORDERS: Record<TagSort, { key: SQL<string>; isDescending: boolean }> = {
  version: { key: sql<string>`(${tags.versionKey} collate "C")`, isDescending: true },
  name: { key: sql<string>`(${tags.name} collate "C")`, isDescending: false },
  updated: {
    key: sql<string>`(lpad((extract(epoch from coalesce(${tags.taggedAt}, 'epoch'))::bigint)::text, 12, '0') collate "C")`,
    isDescending: true,
  },
};

/**
 * A page of tags whose names hold `filter`, in any case. `limit` is 100 unless told and at most 200; throws `not_found`,
 * or `invalid` for a foreign cursor.
 */
export async function listTags(
  ctx: Pick<Context, 'actor' | 'db'>,
  repoId: string,
  options: { limit?: number; cursor?: string; filter?: string; sort?: TagSort } = {},
): Promise<{ items: Tag[]; next_cursor: string | null }> {
  const repo = await visibleRepo(ctx, repoId, 'repo.read');
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const sort = options.sort ?? 'version';
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, positionIn(sort));
  const { key, isDescending } = ORDERS[sort];
  const name = sql`(${tags.name} collate "C")`;
  const compare = sql.raw(isDescending ? '<' : '>');
  const direction = sql.raw(isDescending ? 'desc' : 'asc');
  const rows = await ctx.db
    .select({
      name: tags.name,
      objectSha: tags.objectSha,
      commitSha: tags.commitSha,
      isAnnotated: tags.isAnnotated,
      subject: tags.subject,
      taggerName: tags.taggerName,
      taggedAt: tags.taggedAt,
      key,
    })
    .from(tags)
    .where(
      and(
        eq(tags.repoId, repo.id),
        options.filter ? sql`strpos(lower(${tags.name}), lower(${options.filter}::text)) > 0` : undefined,
        after && sql`(${key}, ${name}) ${compare} (${after[1]}::text, ${after[2]}::text)`,
      ),
    )
    .orderBy(sql`${key} ${direction}`, sql`${name} ${direction}`)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [sort, row.key, row.name]);
  return {
    items: page.items.map((row) => ({
      name: row.name,
      commit: row.commitSha,
      object: row.objectSha,
      is_annotated: row.isAnnotated,
      subject: row.subject,
      tagger_name: row.taggerName,
      tagged_at: row.taggedAt?.toISOString() ?? null,
    })),
    next_cursor: page.nextCursor,
  };
}

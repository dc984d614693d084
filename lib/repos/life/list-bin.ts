// What lies in the bin, the newest first, for those who may delete it.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { orgs, repoKind, repos, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { cursorText, cutPage, MAX_PAGE, readCursor } from '@/lib/repos/page-cursor';
import { inBinOf } from './binned-repo';

export const binnedSchema = z
  .object({
    id: z.uuid(),
    org: z.string(),
    name: z.string(),
    kind: z.enum(repoKind.enumValues),
    file_count: z.int().nonnegative(),
    size_bytes: z.int().nonnegative(),
    deleted_at: z.iso.datetime(),
    deleted_by: z
      .string()
      .nullable()
      .meta({ description: 'The e-mail address of whoever deleted it, if it was a person.' }),
    purged_after: z.iso.datetime().meta({ description: 'From then on it is removed for good.' }),
  })
  .meta({ id: 'BinnedRepo' });
export type BinnedRepo = z.infer<typeof binnedSchema>;

const position = z.tuple([cursorText, z.uuid()]);

/** `limit` is 100 unless told and at most 200; throws `invalid` for a foreign cursor. */
export async function listBin(
  ctx: Pick<Context, 'actor' | 'db' | 'env'>,
  options: { limit?: number; cursor?: string } = {},
): Promise<{ items: BinnedRepo[]; next_cursor: string | null }> {
  const limit = Math.min(options.limit ?? 100, MAX_PAGE);
  const after = options.cursor === undefined ? undefined : readCursor(options.cursor, position);
  // To the microsecond, as the database has it.
  const key = sql<string>`lpad((extract(epoch from ${repos.deletedAt}) * 1000000)::bigint::text, 17, '0')`;
  const rows = await ctx.db
    .select({
      id: repos.id,
      org: orgs.name,
      name: repos.name,
      kind: repos.kind,
      fileCount: repos.fileCount,
      sizeBytes: repos.sizeBytes,
      deletedAt: sql<Date>`${repos.deletedAt}`.mapWith(repos.deletedAt),
      deletedBy: users.email,
      key,
    })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .leftJoin(users, eq(users.id, repos.deletedBy))
    .where(and(inBinOf(ctx), after && sql`(${key}, ${repos.id}) < (${after[0]}::text, ${after[1]}::uuid)`))
    .orderBy(sql`${key} desc`, sql`${repos.id} desc`)
    .limit(limit + 1);
  const page = cutPage(rows, limit, (row) => [row.key, row.id]);
  return {
    items: page.items.map((row) => ({
      id: row.id,
      org: row.org,
      name: row.name,
      kind: row.kind,
      file_count: row.fileCount,
      size_bytes: row.sizeBytes,
      deleted_at: row.deletedAt.toISOString(),
      deleted_by: row.deletedBy,
      purged_after: new Date(row.deletedAt.getTime() + ctx.env.binDays * 86_400_000).toISOString(),
    })),
    next_cursor: page.nextCursor,
  };
}

// Says whether there is something new to find, without searching.
import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { indexedRefs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { visibleTo } from '@/lib/repos/visible-repo';

export const markerSchema = z
  .object({
    marker: z.string().meta({ description: 'Another one each time, and the same for as long as nothing moves.' }),
  })
  .meta({ id: 'SearchableMarker' });

/**
 * Another text as soon as anything that the caller may see became searchable, or is not any more. Costs a look at one row
 * for each branch. It tells nothing of what that was.
 */
export async function searchableMarker(ctx: Pick<Context, 'actor' | 'db'>): Promise<string> {
  const [row] = await ctx.db
    .select({
      newest: sql<string | null>`max(${indexedRefs.indexedAt})::text`,
      // Of all branches, in whatever order.
      sum: sql<string>`sum(hashtextextended(${indexedRefs.repoId}::text || ${indexedRefs.commitSha} || ${indexedRefs.ref}, 0))::text`,
    })
    .from(indexedRefs)
    .innerJoin(repos, eq(repos.id, indexedRefs.repoId))
    .where(visibleTo(ctx, 'repo.read'));
  return createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 22);
}

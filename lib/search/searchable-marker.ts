// Says whether there is something new to find, without searching.
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { eq, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { indexedRefs, repos } from '@/db/schema';
import type { Actor, Context } from '@/lib/context';
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

/** A marker is kept for so many times as long as it took to make, and no longer than this: what is quick is never old. */
const KEPT_TIMES = 50;
const MOST_KEPT_MS = 2000;
const MOST_KEPT = 1000;

interface Kept {
  marker: Promise<string>;
  /** On the clock of this process. */
  until: number;
}

const kept = new WeakMap<object, LRUCache<string, Kept>>();

/**
 * A marker of now or of a moment before, for whoever searches next: what came since then counts as new, though it may be
 * among what is found. Searching over ten thousand branches costs no look at all of them each time. Callers who may read
 * the same by the same rule share one.
 */
export async function recentMarker(ctx: Pick<Context, 'actor' | 'db'>): Promise<string> {
  let known = kept.get(ctx.db);
  if (!known) {
    known = new LRUCache({ max: MOST_KEPT });
    kept.set(ctx.db, known);
  }
  const key = whoReads(ctx.actor);
  const startedAt = performance.now();
  const recent = known.get(key);
  if (recent && startedAt < recent.until) return await recent.marker;
  const made: Kept = { marker: searchableMarker(ctx), until: Number.POSITIVE_INFINITY };
  known.set(key, made);
  try {
    return await made.marker;
  } catch (error) {
    if (known.peek(key) === made) known.delete(key);
    throw error;
  } finally {
    // What is in the marker is from after its start.
    made.until = startedAt + Math.min(KEPT_TIMES * (performance.now() - startedAt), MOST_KEPT_MS);
  }
}

/** Where somebody comes from, and by which session, is nothing that reading depends on. */
function whoReads(actor: Actor): string {
  return JSON.stringify({ ...actor, network: null, sessionId: null });
}

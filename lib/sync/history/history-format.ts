// By which rules a repository's history is recorded, and whether it was recorded by these.
import { and, eq } from 'drizzle-orm';
import { histories } from '@/db/schema';
import type { Context } from '@/lib/context';

/** Raised by whoever changes what is kept of commits, branches and tags: the next sync records all of it anew. */
export const HISTORY_FORMAT = 1;

/** False until it was recorded, and after an update that changed the rules. */
export async function isHistoryCurrent({ db }: Pick<Context, 'db'>, repoId: string): Promise<boolean> {
  const [row] = await db
    .select({ repoId: histories.repoId })
    .from(histories)
    .where(and(eq(histories.repoId, repoId), eq(histories.format, HISTORY_FORMAT)));
  return row !== undefined;
}

// Counts the files that no search can find anything in.
import { sql } from 'drizzle-orm';
import { and } from './predicates/predicates';
import { type Scope, withinScope } from './scope/scope';
import type { SearchTransaction } from './snapshot/snapshot';

/** More are not counted. */
export const MANY_UNREAD = 100;

/** How many files of a scope that is not empty have text that was not read, up to `MANY_UNREAD`. */
export async function countUnread(tx: SearchTransaction, scope: Scope): Promise<number> {
  const within = withinScope(scope);
  const [row] = await tx.execute<{ files: number }>(sql`
    select count(*)::int as files from (
      select 1 from blobs b join files f on f.blob_id = b.id
      where b.skipped in ('too_large', 'unreadable') and ${and([...within.blobs, ...within.files])}
      limit ${MANY_UNREAD}) as unread`);
  return row?.files ?? 0;
}

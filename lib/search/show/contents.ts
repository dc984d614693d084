// Reads the texts of one page of results, a few at a time: a page of the largest files does not fit into memory twice.
import { sql } from 'drizzle-orm';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot';

/** Bytes read at once, beside one file that is larger. */
const BATCH_BYTES = 4 * 1024 ** 2;

/**
 * Calls `look` with the whole text of each blob, once, in any order; not for files without text. Reading all of it is
 * several times quicker than having the database look for what is worth showing. Throws what the signal aborts with.
 */
export async function eachText(
  tx: SearchTransaction,
  blobIds: string[],
  look: (blobId: string, text: string) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<void> {
  if (blobIds.length === 0) return;
  const sizes = await tx.execute<{ id: string; bytes: number }>(sql`
    select b.id::text as id, octet_length(b.content)::int as bytes from blobs b
    where b.id = any(${idList(blobIds)}) and b.content is not null order by b.id`);
  for (let at = 0; at < sizes.length; ) {
    const batch: string[] = [];
    for (let bytes = 0; at < sizes.length; at++) {
      bytes += sizes[at]!.bytes;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push(sizes[at]!.id);
    }
    signal?.throwIfAborted();
    const rows = await tx.execute<{ id: string; text: string }>(
      sql`select b.id::text as id, b.content as text from blobs b where b.id = any(${idList(batch)})`,
    );
    for (const row of rows) await look(row.id, row.text);
  }
}

/** One parameter however many there are, so that the statement is one and the same. */
function idList(ids: string[]) {
  return sql`${`{${ids.join(',')}}`}::bigint[]`;
}

// Reads the texts of one page of results, a few at a time: a page of the largest files does not fit into memory twice.
import { sql } from 'drizzle-orm';
import { keptTexts } from '../retrieve/snapshot/kept-texts';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';

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
  const kept = keptTexts(tx);
  const unread: string[] = [];
  for (const id of blobIds) {
    const text = kept.get(id);
    if (text === undefined) unread.push(id);
    else await look(id, text);
  }
  for (let ids = unread; ids.length > 0; ) {
    signal?.throwIfAborted();
    // Sizes are known without unpacking anything: as many texts as there is room for come at once, and at least one.
    const rows = await tx.execute<{ id: string; text: string | null }>(sql`
      select b.id::text as id, case when b.before = 0 or b.before + b.bytes <= ${BATCH_BYTES} then b.content end as text
      from (select b.id, b.content, octet_length(b.content) as bytes,
          coalesce(sum(octet_length(b.content)) over (order by b.id rows between unbounded preceding and 1 preceding), 0)
            as before
        from blobs b where b.id = any(${idList(ids)}) and b.content is not null offset 0) b
      order by b.id`);
    for (const { id, text } of rows) {
      if (text === null) continue;
      kept.keep(id, text);
      await look(id, text);
    }
    ids = rows.filter((row) => row.text === null).map((row) => row.id);
  }
}

/** One parameter however many there are, so that the statement is one and the same. */
function idList(ids: string[]) {
  return sql`${`{${ids.join(',')}}`}::bigint[]`;
}

// Reads the texts of one page of results, cutting a piece out of very long ones.
import { sql } from 'drizzle-orm';
import type { SearchTransaction } from './snapshot';

export interface PageText {
  text: string;
  /** Number of the text's first line in its file, from 1. */
  firstLine: number;
}

/** Longer texts are not moved as a whole: characters, and about as many bytes. */
const MAX_WHOLE = 131_072;
/** What is taken of them before their first match. */
const BEFORE_MATCH = 2000;

/**
 * Reads texts by blob id; files without text have no entry. Of a long one comes the piece around the first of `needles`
 * that it holds (in any case of ASCII letters), else its beginning.
 */
export async function readTexts(
  tx: SearchTransaction,
  blobIds: string[],
  needles: string[],
): Promise<Map<string, PageText>> {
  if (blobIds.length === 0) return new Map();
  const ids = sql.join(
    blobIds.map((id) => sql`${id}::bigint`),
    sql`, `,
  );
  const places = needles.map(
    (needle) => sql`nullif(strpos(lower(b.content collate "C"), lower(${needle}::text collate "C")), 0)`,
  );
  const first = places.length > 0 ? sql`coalesce(${sql.join(places, sql`, `)}, 1)` : sql`1`;
  const rows = await tx.execute<{ id: string; text: string; lines_before: number }>(sql`
    select b.id::text as id, b.content as text, 0 as lines_before
    from blobs b
    where b.id in (${ids}) and b.content is not null and octet_length(b.content) <= ${MAX_WHOLE}
    union all
    select b.id::text, substr(b.content, cut.start, ${MAX_WHOLE}),
      length(left(b.content, cut.start - 1)) - length(replace(left(b.content, cut.start - 1), E'\n', ''))
    from blobs b
    cross join lateral (select greatest(1, ${first} - ${BEFORE_MATCH})::int as start offset 0) cut
    where b.id in (${ids}) and octet_length(b.content) > ${MAX_WHOLE}`);
  return new Map(rows.map((row) => [row.id, { text: row.text, firstLine: row.lines_before + 1 }]));
}

// Prefers files that spell a word as it was typed, for words typed with capitals.
import { sql } from 'drizzle-orm';
import type { SearchPlan } from '@/lib/search/query/simplify';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot';
import { compareRanked, type Ranked } from './rank';

/** Texts looked at: the first pages. */
const MAX_LOOKED_AT = 100;
const AS_TYPED = 1.3;

/** Raises those of the first results whose text holds every capitalised word of the plan as it was typed. */
export async function preferTypedCase(tx: SearchTransaction, ordered: Ranked[], plan: SearchPlan): Promise<Ranked[]> {
  const words = plan.clauses.flatMap(({ anyOf }) =>
    anyOf.length === 1 && anyOf[0]!.kind === 'word' && anyOf[0]!.text !== anyOf[0]!.text.toLowerCase()
      ? [anyOf[0]!.text]
      : [],
  );
  const first = ordered.slice(0, MAX_LOOKED_AT);
  // case:yes has proven it already.
  if (words.length === 0 || first.length < 2 || plan.matchCase) return ordered;
  const ids = sql.join(
    first.map((result) => sql`${result.blobId}::bigint`),
    sql`, `,
  );
  const holds = sql.join(
    words.map((word) => sql`strpos(b.content, ${word}) > 0`),
    sql` and `,
  );
  const rows = await tx.execute<{ id: string }>(
    sql`select b.id::text as id from blobs b where b.id in (${ids}) and ${holds}`,
  );
  const typed = new Set(rows.map((row) => row.id));
  return ordered
    .map((result, place) =>
      place < MAX_LOOKED_AT && typed.has(result.blobId)
        ? { ...result, score: Math.round(result.score * AS_TYPED) }
        : result,
    )
    .sort(compareRanked);
}

// Names all blobs of a scope that may match, by what the indexes know: what is then looked at one batch after the other.
import { sql } from 'drizzle-orm';
import { restOf } from '@/lib/search/retrieve/rest';
import type { TextQuery } from '@/lib/search/retrieve/text';
import { and, matchesWords, narrowClause, or } from '../retrieve/predicates/predicates';
import { requiredWords } from '../retrieve/predicates/words';
import { withinScope } from '../retrieve/scope/scope';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';

export interface StreamCandidate {
  id: string;
  bytes: number;
}

/** More do not fit into memory beside everything else. */
const MAX_CANDIDATES = 1_000_000;

/** Blobs that may match, in the order in which they were indexed; `isAll` is false if there are more. */
export async function streamCandidates(
  tx: SearchTransaction,
  query: TextQuery,
): Promise<{ candidates: StreamCandidate[]; isAll: boolean }> {
  const { plan, letters, scope, filters } = query;
  const words = requiredWords(plan.clauses, 'open');
  const narrowed = [
    ...plan.clauses.map((clause) => narrowClause(clause, letters, plan)).filter((condition) => condition !== null),
    ...restOf(query, { withClauses: true }).indexed,
  ];
  // What the word index has no room for is looked at in any case.
  const named =
    words === null ? and(narrowed) : or([and([matchesWords(words), ...narrowed]), sql`b.more_words is not null`]);
  const rows = await tx.execute<{ id: string; bytes: number }>(sql`
    select b.id::text as id, b.size_bytes::float8 as bytes from blobs b
    where ${and([named, ...withinScope(scope).blobs, ...filters.languages])}
    order by b.id limit ${MAX_CANDIDATES + 1}`);
  return { candidates: rows.slice(0, MAX_CANDIDATES), isAll: rows.length <= MAX_CANDIDATES };
}

// Looks at the files that a query's paths or repositories name, where these are few: quicker than any index of what files
// hold.
import { type SQL, sql } from 'drizzle-orm';
import { BLOB_COLUMNS, type CandidatesRead, readCandidates } from './candidate';
import type { OpenConditions } from './patterns';
import { and } from './predicates/predicates';
import { withinScope } from './scope/scope';
import { attempt, type SearchTransaction } from './snapshot/snapshot';
import type { TextQuery } from './text-query';

/** Proving as many takes some 50 ms natively. */
const FEW = 1000;

export interface FewFilesOptions {
  /** On a pool's row `b`, the cheapest first. */
  proofs: SQL[];
  open: OpenConditions | null;
  rank: SQL;
  limit: number;
}

/** All files that fulfil everything; null if these are more than a few, or proving them takes too long. */
export async function readFewFiles(
  tx: SearchTransaction,
  query: TextQuery,
  { proofs, open, rank, limit }: FewFilesOptions,
): Promise<CandidatesRead | null> {
  const { scope, filters, budget } = query;
  if (filters.paths.length === 0 && !isSmall(scope)) return null;
  const within = withinScope(scope);
  const named = sql`select f.ref, f.path, f.blob_id from files f where ${and([...within.files, ...filters.paths])}`;
  const [row] = await tx.execute<{ files: number }>(
    sql`select count(*)::int as files from (${named} limit ${FEW + 1}) as named`,
  );
  if ((row?.files ?? 0) > FEW) return null;
  return await attempt(tx, budget.left(), (inner) =>
    readCandidates(inner, {
      pool: sql`
        select b.*, f.ref, f.path from (${named} offset 0) f
        cross join lateral (select ${BLOB_COLUMNS} from blobs b
          where ${and([sql`b.id = f.blob_id`, ...within.blobs, ...filters.languages])} offset 0) b`,
      poolLimit: FEW,
      proofs: and(proofs),
      open,
      rank,
      limit,
      budget,
    }),
  );
}

/** By what is kept of each branch: those that are not listed are very many. */
function isSmall({ refs, isListed }: TextQuery['scope']): boolean {
  return isListed && refs.reduce((files, ref) => files + ref.files, 0) <= FEW;
}

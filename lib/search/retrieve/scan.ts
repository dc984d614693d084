// Looks through files one batch after the other, for what no index knows: until all were looked at or time is up.
import { type SQL, sql } from 'drizzle-orm';
import { isStatementTimeout } from '@/db/errors';
import { BLOB_COLUMNS, type CandidatesRead, type HitRow, hitColumns, toCandidate } from './candidate';
import { type OpenConditions, proveOpen } from './patterns';
import { and } from './predicates/predicates';
import { withinScope } from './scope/scope';
import { type SearchTransaction, withTimeout } from './snapshot/snapshot';
import type { TextQuery } from './text-query';

/** Files of a batch: it takes some 50 ms natively. */
const BATCH = 800;
/** With more repositories than these, files are looked at in the order of all. */
const MAX_REPOS = 20;

export interface ScanOptions {
  proofs: SQL[];
  open: OpenConditions | null;
  rank: SQL;
  limit: number;
}

/** Finds files of the scope that fulfil `proofs` and what is open. What was found before time is up is kept. */
export async function scanFiles(
  tx: SearchTransaction,
  query: TextQuery,
  options: ScanOptions,
): Promise<CandidatesRead> {
  const found: HitRow[] = [];
  const repoIds = [...new Set(query.scope.refs.map((ref) => ref.repoId))];
  const parts = repoIds.length <= MAX_REPOS ? repoIds.map((id) => sql`b.repo_id = ${id}::uuid`) : [];
  let isAll = true;
  try {
    await withTimeout(tx, query.budget.left(), async (inner) => {
      for (const part of parts.length > 0 ? parts : [and(withinScope(query.scope).blobs)]) {
        isAll = await scanPart(inner, query, options, part, found);
        if (!isAll || found.length > options.limit) return;
      }
    });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    isAll = false;
  }
  return {
    candidates: found.slice(0, options.limit).map((row) => toCandidate(row, row.text_rank)),
    isCapped: found.length > options.limit,
    isPoolCapped: !isAll,
  };
}

/** False if time ran out. */
async function scanPart(
  tx: SearchTransaction,
  { scope, filters, budget }: TextQuery,
  { proofs, open, rank, limit }: ScanOptions,
  part: SQL,
  found: HitRow[],
): Promise<boolean> {
  const inScope = and([...withinScope(scope).files, ...filters.paths]);
  let after = '0';
  while (found.length <= limit) {
    if (budget.isOver()) return false;
    const rows = await tx.execute<HitRow & { last_id: string | null; size: number }>(sql`
      with batch as materialized (
        select ${BLOB_COLUMNS} from blobs b
        where ${and([part, ...filters.languages, sql`b.id > ${after}::bigint`])} order by b.id limit ${BATCH})
      select looked.last_id, looked.size, hit.*
      from (select max(id)::text as last_id, count(*)::int as size from batch) looked
      left join (
        select ${hitColumns(rank, open)}
        from (select batch.*, f.ref, f.path from batch
          cross join lateral (select f.ref, f.path from files f
            where f.blob_id = batch.id and ${inScope} offset 0) f offset 0) b
        where ${and([...proofs, ...(open?.mayHold ?? [])])}
      ) hit on true`);
    const hits = rows.filter((row) => row.path !== null);
    if (open) {
      const proven = await proveOpen(tx, hits, open, { limit: limit - found.length, budget });
      found.push(...proven.rows);
      if (proven.isCut) return false;
    } else found.push(...hits);
    if ((rows[0]?.size ?? 0) < BATCH) return true;
    after = rows[0]!.last_id!;
  }
  return true;
}

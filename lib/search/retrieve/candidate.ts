// One file that may be a result, as retrieval hands it to ranking: no content.
import { type SQL, sql } from 'drizzle-orm';
import type { SearchTransaction } from './snapshot';

export interface Candidate {
  repoId: string;
  ref: string;
  path: string;
  blobId: string;
  language: string | null;
  isGenerated: boolean;
  isVendored: boolean;
  /** True for a text that was not read: too large, or impossible to read. */
  isUnread: boolean;
  /** ts_rank of its words, 0 if only its path matched. */
  textRank: number;
  /** The lines whose meaning is near, first and last, if that is why it was found. */
  lines?: [first: number, last: number];
}

/** Why a file that may be text has none here. */
const UNREAD = ['too_large', 'unreadable'];

/** What a pool selects of `blobs b` besides `f.ref` and `f.path`. */
export const BLOB_COLUMNS = sql`b.id, b.repo_id, b.language, b.is_generated, b.is_vendored, b.skipped, b.content, b.tsv, b.more_words`;

/**
 * Reads `limit` candidates and one more from the rows of `pool` that fulfil `proofs`. `pool` is a query that gives the
 * columns of a blob, and `ref` and `path`; `poolLimit` says how many of its rows are looked at.
 */
export async function readCandidates(
  tx: SearchTransaction,
  { pool, poolLimit, proofs, rank, limit }: { pool: SQL; poolLimit: number; proofs: SQL; rank: SQL; limit: number },
): Promise<{ candidates: Candidate[]; isCapped: boolean; isPoolCapped: boolean }> {
  const rows = await tx.execute<Row>(sql`
    with pool as materialized (${pool} limit ${poolLimit + 1})
    select looked.pool_size, hit.*
    from (select count(*)::int as pool_size from pool) looked
    left join (
      select b.repo_id, b.ref, b.path, b.id::text as blob_id, b.language, b.is_generated, b.is_vendored, b.skipped,
        ${rank}::float8 as text_rank
      from pool b where ${proofs} limit ${limit + 1}
    ) hit on true`);
  const hits = rows.filter((row) => row.path !== null);
  return {
    candidates: hits.slice(0, limit).map((row) => toCandidate(row, row.text_rank)),
    isCapped: hits.length > limit,
    isPoolCapped: (rows[0]?.pool_size ?? 0) > poolLimit,
  };
}

/** A candidate from a row with the columns of its file and blob. */
export function toCandidate(row: CandidateRow, textRank: number): Candidate {
  return {
    repoId: row.repo_id,
    ref: row.ref,
    path: row.path,
    blobId: row.blob_id,
    language: row.language,
    isGenerated: row.is_generated,
    isVendored: row.is_vendored,
    isUnread: UNREAD.includes(row.skipped ?? ''),
    textRank,
  };
}

export interface CandidateRow extends Record<string, unknown> {
  repo_id: string;
  ref: string;
  path: string;
  blob_id: string;
  language: string | null;
  is_generated: boolean;
  is_vendored: boolean;
  skipped: string | null;
}

interface Row extends CandidateRow {
  pool_size: number;
  text_rank: number;
}

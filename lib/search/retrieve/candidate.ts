// One file that may be a result, as retrieval hands it to ranking: no content.
import { type SQL, sql } from 'drizzle-orm';
import { type OpenConditions, type OpenRow, proveOpen } from './patterns';
import type { Budget } from './snapshot/budget';
import type { SearchTransaction } from './snapshot/snapshot';

export interface Candidate {
  repoId: string;
  ref: string;
  path: string;
  blobId: string;
  /** git's id of what it holds: the same wherever that is. */
  sha: string;
  language: string | null;
  isGenerated: boolean;
  isVendored: boolean;
  /** True for a text that was not read: too large, or impossible to read. */
  isUnread: boolean;
  /** Of its text, in bytes; 0 if it has none here. */
  bytes: number;
  /** ts_rank of its words, 0 if only its path matched. */
  textRank: number;
  /** The lines whose meaning is near, first and last, if that is why it was found. */
  lines?: [first: number, last: number];
}

/** Why a file that may be text has none here. */
const UNREAD = ['too_large', 'unreadable'];

/** What a pool selects of `blobs b` besides `f.ref` and `f.path`. */
export const BLOB_COLUMNS = sql`b.id, b.repo_id, b.sha, b.language, b.is_generated, b.is_vendored, b.skipped, b.size_bytes, b.content, b.tsv, b.more_words`;

/** What a row of a pool is asked for as a candidate; `open` also for what is proven here. */
export function hitColumns(rank: SQL, open: OpenConditions | null): SQL {
  const columns = sql`b.repo_id, b.ref, b.path, b.id::text as blob_id, b.sha, b.language, b.is_generated, b.is_vendored,
    b.skipped, b.size_bytes::float8 as bytes, ${rank}::float8 as text_rank`;
  return open ? sql`${columns}, ${open.known} as known` : columns;
}

export interface CandidateQuery {
  /** Read before the pool, which knows it as `found`. */
  found?: SQL;
  /** Whether `found` was cut. */
  isCut?: SQL;
  /** Gives the columns of a blob, and `ref` and `path`. */
  pool: SQL;
  /** How many of its rows are looked at. */
  poolLimit: number;
  proofs: SQL;
  /** What the database cannot prove. */
  open: OpenConditions | null;
  rank: SQL;
  limit: number;
  budget: Budget;
}

/** What was read: at most `limit` candidates. */
export interface CandidatesRead {
  candidates: Candidate[];
  /** True if there are more. */
  isCapped: boolean;
  /** True if not all of the pool was looked at. */
  isPoolCapped: boolean;
  /** True if there was more than the pool was made of. */
  isPoolCut?: boolean;
}

/** Reads candidates from the rows of `pool` that fulfil `proofs` and what is open. */
export async function readCandidates(tx: SearchTransaction, asked: CandidateQuery): Promise<CandidatesRead> {
  const { found: before, isCut: isPoolCut = sql`false`, pool, poolLimit, proofs, open, rank, limit, budget } = asked;
  const rows = await tx.execute<Row>(sql`
    with ${before ? sql`found as materialized (${before}),` : sql``}
      pool as materialized (${pool} limit ${poolLimit + 1})
    select looked.pool_size, ${isPoolCut} as is_pool_cut, hit.*
    from (select count(*)::int as pool_size from pool) looked
    left join (
      select ${hitColumns(rank, open)} from pool b
      where ${sql.join([proofs, ...(open?.mayHold ?? [])], sql` and `)} limit ${open ? poolLimit : limit + 1}
    ) hit on true`);
  const found = rows.filter((row) => row.path !== null);
  const { rows: hits, isCut } = open
    ? await proveOpen(tx, found, open, { limit, budget })
    : { rows: found, isCut: false };
  return {
    candidates: hits.slice(0, limit).map((row) => toCandidate(row, row.text_rank)),
    isCapped: hits.length > limit,
    isPoolCut: rows[0]?.is_pool_cut ?? false,
    isPoolCapped: isCut || (rows[0]?.pool_size ?? 0) > poolLimit,
  };
}

/** A candidate from a row with the columns of its file and blob. */
export function toCandidate(row: CandidateRow, textRank: number): Candidate {
  return {
    repoId: row.repo_id,
    ref: row.ref,
    path: row.path,
    blobId: row.blob_id,
    sha: row.sha,
    language: row.language,
    isGenerated: row.is_generated,
    isVendored: row.is_vendored,
    isUnread: row.skipped !== null && UNREAD.includes(row.skipped),
    bytes: row.skipped === null ? row.bytes : 0,
    textRank,
  };
}

export interface CandidateRow extends Record<string, unknown> {
  repo_id: string;
  ref: string;
  path: string;
  blob_id: string;
  sha: string;
  language: string | null;
  is_generated: boolean;
  is_vendored: boolean;
  skipped: string | null;
  bytes: number;
}

export interface HitRow extends CandidateRow, OpenRow {
  blob_id: string;
  text_rank: number;
}

interface Row extends HitRow {
  pool_size: number;
  is_pool_cut: boolean;
}

// Finds the files with a piece whose vector is near a query's.
import { type SQL, sql } from 'drizzle-orm';
import { halfvecType } from 'pgvector/utils';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import { type Candidate, type CandidateRow, toCandidate } from './candidate';
import { and, isPattern, proveLoosely, refuteTerm } from './predicates/predicates';
import { withinScope } from './scope/scope';
import type { SearchTransaction } from './snapshot/snapshot';
import type { TextQuery } from './text';

/** Pieces taken if only nearness counts; filters choose among more. */
const NEAREST = 200;
const NEAREST_FILTERED = 2000;
/** Processes that compare vectors beside the first where there is no index for them. */
const WORKERS = 2;
/** At most so many copies of one piece are taken. */
const MAX_COPIES = 5;

/** The first score by words does not count. */
export type MeaningQuery = Omit<TextQuery, 'rank'>;

export interface QueryVector {
  modelId: number;
  /** False for the built-in model, which knows no meaning: only words and parts of words. */
  isReal: boolean;
  dimensions: number;
  vector: Float32Array;
}

/** Retrieves files ordered by their nearest piece; `textRank` is its cosine similarity. */
export async function retrieveByMeaning(
  tx: SearchTransaction,
  query: MeaningQuery,
  vector: QueryVector,
): Promise<Candidate[]> {
  const near = await nearestPieces(tx, query, vector);
  if (near.length === 0) return [];
  const { plan, filters } = query;
  const within = withinScope(query.scope);
  const proofs = plan.excluded.filter((term) => !isPattern(term)).map((term) => refuteTerm(term, plan));
  if (!vector.isReal && plan.clauses.length > 0) proofs.push(holdsSome(plan));
  const rows = await tx.execute<Row>(sql`
    select near.place, piece.*, f.ref, f.path
    from jsonb_to_recordset(${JSON.stringify(near)}::jsonb) as near (place int, repo_id uuid, hash uuid)
    cross join lateral (
      select b.id::text as blob_id, b.repo_id, b.sha, b.language, b.is_generated, b.is_vendored, b.skipped,
        b.size_bytes::float8 as bytes, c.start_line, c.end_line
      from chunks c join blobs b on b.id = c.blob_id
      where c.hash = near.hash and b.repo_id = near.repo_id and ${and([...filters.languages, ...proofs])}
      limit ${MAX_COPIES}
    ) piece
    cross join lateral (
      select f.ref, f.path from files f
      where f.blob_id = piece.blob_id::bigint and ${and([...within.files, ...filters.paths])} offset 0
    ) f
    order by near.place, f.path, f.ref`);
  const files = new Map<string, Candidate>();
  for (const row of rows) {
    const key = `${row.repo_id} ${row.ref} ${row.path}`;
    if (files.has(key)) continue;
    const candidate = toCandidate(row, near[row.place]!.similarity);
    files.set(key, { ...candidate, lines: [row.start_line, row.end_line] });
  }
  return [...files.values()];
}

/** Words of fewer letters are in nearly every text. */
const TELLING_LENGTH = 3;

/** The condition that a text holds a telling term of the query: without one, nearness by letters is chance. */
function holdsSome(plan: TextQuery['plan']): SQL {
  const terms = plan.clauses.flatMap((clause) => clause.anyOf);
  const telling = terms.filter((term) => [...term.text].length >= TELLING_LENGTH);
  return proveLoosely({ anyOf: telling.length > 0 ? telling : terms }, plan);
}

interface Piece {
  place: number;
  repo_id: string;
  hash: string;
  similarity: number;
}

/** A filter beside a vector needs an index that goes on until enough rows pass; without one, reading all in order is best. */
async function nearestPieces(
  tx: SearchTransaction,
  { scope, filters, plan }: MeaningQuery,
  of: QueryVector,
): Promise<Piece[]> {
  await tx.execute(sql`select
    set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('enable_seqscan', 'on', true),
    set_config('max_parallel_workers_per_gather', ${String(WORKERS)}, true)`);
  const isFiltered = filters.paths.length + filters.languages.length + plan.excluded.length > 0;
  // Both numbers stand in the text of the query because the index is for one model and one width.
  const modelId = sql.raw(String(Math.trunc(of.modelId)));
  const type = sql.raw(halfvecType(of.dimensions));
  const distance = sql`e.vector::${type} <=> ${vectorLiteral(of.vector)}::${type}`;
  const rows = await tx.execute<{ repo_id: string; hash: string; distance: number }>(sql`
    select e.repo_id, e.hash, (${distance})::float8 as distance
    from embeddings e
    where e.model_id = ${modelId} and ${and(withinScope(scope).embeddings)}
    order by ${distance}
    limit ${isFiltered ? NEAREST_FILTERED : NEAREST}`);
  await tx.execute(sql`select
    set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`);
  return rows
    .map((row) => ({ repo_id: row.repo_id, hash: row.hash, similarity: 1 - row.distance }))
    .filter((piece) => piece.similarity > 0)
    .sort((a, b) => b.similarity - a.similarity || (a.hash < b.hash ? -1 : 1))
    .map((piece, place) => ({ place, ...piece }));
}

interface Row extends CandidateRow {
  place: number;
  start_line: number;
  end_line: number;
}

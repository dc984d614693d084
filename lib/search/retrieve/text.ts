// Finds the files that hold a query's words and literals: the cheapest index first, and no more than ranking can take.
import { type SQL, sql } from 'drizzle-orm';
import type { FileFilters } from '../filters';
import { type Scope, withinScope } from '../scope';
import type { SearchPlan } from '../simplify';
import type { SearchTransaction } from '../snapshot';
import { BLOB_COLUMNS, type Candidate, readCandidates } from './candidate';
import { and, matchesWords, narrowClause, narrowLoosely, proveClause, rankBy, refuteTerm } from './proofs';
import { definedWords, requiredWords } from './words';

/** Ranking more takes ten times as long for a common word and changes little of what comes first. */
export const MAX_RANKED = 1000;
/** Fewer where each match is proven on its text: unpacking 16 kB takes 50 µs natively. */
const MAX_PROVEN = 300;
/** Files with all required words whose text is looked at before the trigram index is asked instead. */
const MAX_LOOKED_AT = 3000;
/** With that many found, the rest need no slower way. */
const ENOUGH = 100;
/** Files looked at for a literal that no index knows, such as `->`. */
const MAX_SCANNED = 10_000;

export interface TextQuery {
  scope: Scope;
  plan: SearchPlan;
  filters: FileFilters;
}

export interface TextRetrieved {
  candidates: Candidate[];
  /** True where there are or may be more than these. */
  isCapped: boolean;
  /** True where some files were not looked at, for want of an index: what is missing may be anything. */
  isPartial: boolean;
}

/** Retrieves for a plan with at least one clause. */
export async function retrieveText(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const { clauses, excluded, matchCase } = query.plan;
  const words = requiredWords(clauses);
  const refuted = excluded.map((term) => refuteTerm(term, matchCase));
  const proofs = [...clauses.map((clause) => proveClause(clause, matchCase)), ...refuted].filter(isCondition);
  if (words !== null && proofs.length === 0) return retrieveByWords(tx, query, words);

  const indexed = words === null ? [] : [matchesWords(words)];
  const narrowing = clauses.map(narrowClause);
  const canNarrow = narrowing.some(isCondition);
  if (words !== null || !canNarrow) {
    const poolSize = words === null ? MAX_SCANNED : MAX_LOOKED_AT;
    const found = await look(tx, query, { indexed, proofs, poolSize, limit: MAX_PROVEN });
    if (!canNarrow || !found.isPoolCapped || found.candidates.length >= ENOUGH) return settle(found);
  }
  const unproven = clauses.filter((_, i) => narrowing[i] === null).map((clause) => proveClause(clause, matchCase));
  const found = await look(tx, query, {
    indexed: [...narrowing.filter(isCondition), ...indexed],
    proofs: [...unproven.filter(isCondition), ...refuted],
    poolSize: MAX_LOOKED_AT,
    limit: MAX_PROVEN,
  });
  return settle(found);
}

/**
 * Retrieves files that hold every clause within longer words or in another usual spelling, for a query that nothing
 * else matched. Null where the trigram index cannot help.
 */
export async function retrieveLoosely(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved | null> {
  const { clauses, excluded, matchCase } = query.plan;
  const narrowing = clauses.map((clause) => narrowLoosely(clause, matchCase));
  if (!narrowing.every(isCondition)) return null;
  const proofs = excluded.map((term) => refuteTerm(term, matchCase));
  return settle(await look(tx, query, { indexed: narrowing, proofs, poolSize: MAX_LOOKED_AT, limit: MAX_PROVEN }));
}

/** For plain words: whatever matches, and where that is very much, surely the files that define one of them. */
async function retrieveByWords(tx: SearchTransaction, query: TextQuery, words: string): Promise<TextRetrieved> {
  const found = await look(tx, query, {
    indexed: [matchesWords(words)],
    proofs: [],
    poolSize: MAX_RANKED,
    limit: MAX_RANKED,
  });
  const defined = found.isCapped ? definedWords(query.plan.clauses) : null;
  if (defined === null) return { ...found, isPartial: false };
  const definitions = await look(tx, query, {
    indexed: [matchesWords(defined)],
    proofs: [],
    poolSize: MAX_PROVEN,
    limit: MAX_PROVEN,
  });
  return { candidates: [...definitions.candidates, ...found.candidates], isCapped: true, isPartial: false };
}

interface Look {
  /** Conditions on `blobs b` that an index answers. */
  indexed: SQL[];
  /** Conditions on `blobs b` that need its text or its words unpacked. */
  proofs: SQL[];
  /** Files that fulfil `indexed` and are looked at. */
  poolSize: number;
  limit: number;
}

/**
 * Reads the files that fulfil everything. The fences (`offset 0`, `materialized`) keep the planner to this order,
 * blobs by index, then their paths, then proofs: it does not know what a proof costs.
 */
async function look(
  tx: SearchTransaction,
  { scope, filters, plan }: TextQuery,
  { indexed, proofs, poolSize, limit }: Look,
) {
  const within = withinScope(scope);
  return readCandidates(tx, {
    pool: sql`
      select b.*, f.ref, f.path
      from (select ${BLOB_COLUMNS} from blobs b where ${and([...indexed, ...within.blobs, ...filters.languages])} offset 0) b
      cross join lateral (select f.ref, f.path from files f
        where f.blob_id = b.id and ${and([...within.files, ...filters.paths])} offset 0) f`,
    poolLimit: poolSize,
    proofs: and(proofs),
    rank: rankBy(plan.clauses),
    limit,
  });
}

/** What a look found, for its caller. */
export function settle({
  candidates,
  isCapped,
  isPoolCapped,
}: Awaited<ReturnType<typeof readCandidates>>): TextRetrieved {
  return { candidates, isCapped: isCapped || isPoolCapped, isPartial: isPoolCapped && candidates.length < ENOUGH };
}

function isCondition(condition: SQL | null): condition is SQL {
  return condition !== null;
}

// Finds the files that hold a query's words and literals: the cheapest index first, and no more than ranking can take.
import { type SQL, sql } from 'drizzle-orm';
import type { FileFilters } from '@/lib/search/query/filters';
import type { SearchPlan } from '@/lib/search/query/simplify';
import { BLOB_COLUMNS, type Candidate, readCandidates } from './candidate';
import {
  and,
  matchesCutWords,
  matchesWords,
  narrowClause,
  narrowLoosely,
  proveClause,
  proveLoosely,
  refuteTerm,
} from './predicates';
import { type Scope, withinScope } from './scope';
import { attempt, type SearchTransaction } from './snapshot';
import type { Letters } from './trigrams';
import { definedWords, requiredWords } from './words';

/** Ranking more takes ten times as long for a common word and changes little of what comes first. */
export const MAX_RANKED = 1000;
/** Fewer if each match is proven on its text: unpacking 16 kB takes 50 µs natively. */
const MAX_PROVEN = 300;
/** Files with all required words whose text is looked at before the trigram index is asked instead. */
const MAX_LOOKED_AT = 2000;
/** Files looked at for a literal that no index knows, such as `->`. */
const MAX_SCANNED = 6000;
/** Files that are put in an order before the first are ranked. */
const MAX_ORDERED = 20_000;
/** If so many were found, no slower way is tried. */
const ENOUGH = 50;
/** Time for the trigram index: less if there are results already. */
const COMPLETING_MS = 300;
const FINDING_MS = 2000;

export interface TextQuery {
  scope: Scope;
  plan: SearchPlan;
  filters: FileFilters;
  /** The first score of a file as far as its words make it: on `blobs b`. */
  rank: SQL;
  /** What the trigram index takes for letters outside ASCII, of those in the plan. */
  letters: Letters;
}

export interface TextRetrieved {
  candidates: Candidate[];
  /** True if there are or may be more than these. */
  isCapped: boolean;
  /** True if some files were not looked at, for want of an index: what is missing may be anything. */
  isPartial: boolean;
}

/** Retrieves for a plan with at least one clause. */
export async function retrieveText(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const { clauses, excluded, matchCase } = query.plan;
  const required = requiredWords(clauses, 'open');
  const proofs = [
    ...clauses.map((clause) => proveClause(clause, matchCase)),
    ...excluded.map((term) => refuteTerm(term, matchCase)),
  ].filter(isCondition);
  if (required !== null && proofs.length === 0) return retrieveByWords(tx, query, required);

  const narrowed = clauses.some((clause) => narrowClause(clause, query.letters) !== null);
  // Literals mostly start where a word does: such matches are looked for first, and found at once.
  const words = (narrowed && requiredWords(clauses, 'begun')) || required;
  if (words === null && narrowed) return (await retrieveByTrigrams(tx, query, FINDING_MS)) ?? NOTHING_IN_TIME;
  const poolSize = words === null ? MAX_SCANNED : MAX_LOOKED_AT;
  const found = await look(tx, query, { words, indexed: [], proofs, poolSize, limit: MAX_PROVEN });
  const isComplete = words === required && !found.isPoolCapped;
  if (!narrowed || isComplete || found.candidates.length >= ENOUGH) return settle(found, isComplete || !narrowed);

  const limitMs = found.candidates.length > 0 ? COMPLETING_MS : FINDING_MS;
  const more = await retrieveByTrigrams(tx, query, limitMs);
  if (!more) return { ...settle(found, false), isPartial: found.candidates.length === 0 };
  return { ...more, candidates: [...found.candidates, ...more.candidates] };
}

/** Retrieves with the trigram index for what it can narrow; null if that takes too long. */
async function retrieveByTrigrams(
  tx: SearchTransaction,
  query: TextQuery,
  limitMs: number,
): Promise<TextRetrieved | null> {
  const { clauses, excluded, matchCase } = query.plan;
  const required = requiredWords(clauses, 'open');
  const narrowing = clauses.map((clause) => narrowClause(clause, query.letters));
  const unproven = clauses.filter((_, i) => narrowing[i] === null).map((clause) => proveClause(clause, matchCase));
  const conditions = {
    words: required,
    indexed: narrowing.filter(isCondition),
    proofs: [...unproven.filter(isCondition), ...excluded.map((term) => refuteTerm(term, matchCase))],
    poolSize: MAX_LOOKED_AT,
    limit: MAX_PROVEN,
  };
  const found = await attempt(tx, limitMs, (inner) => look(inner, query, conditions));
  return found && settle(found, true);
}

/**
 * Retrieves files that hold every clause within longer words or in another usual spelling, for a query that nothing
 * else matched. Of what the trigram index cannot narrow, only some files are looked at.
 */
export async function retrieveLoosely(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const { clauses, excluded, matchCase } = query.plan;
  const narrowing = clauses.map((clause) => narrowLoosely(clause, query.letters, matchCase));
  const unproven = clauses.filter((_, i) => narrowing[i] === null).map((clause) => proveLoosely(clause, matchCase));
  const indexed = narrowing.filter(isCondition);
  const found = await look(tx, query, {
    words: null,
    indexed,
    proofs: [...unproven, ...excluded.map((term) => refuteTerm(term, matchCase))],
    poolSize: indexed.length > 0 ? MAX_LOOKED_AT : MAX_SCANNED,
    limit: MAX_PROVEN,
  });
  return settle(found, true);
}

/** For plain words: all that matches; if that is too much, the files that define one of them and the likeliest others. */
async function retrieveByWords(tx: SearchTransaction, query: TextQuery, words: string): Promise<TextRetrieved> {
  const all = { words, indexed: [], proofs: [], poolSize: MAX_RANKED, limit: MAX_RANKED };
  const found = await look(tx, query, all);
  if (!found.isCapped) return { ...found, isPartial: false };
  const likely = await look(tx, query, { ...all, isOrdered: true });
  const defined = definedWords(query.plan.clauses);
  const definitions = defined
    ? await look(tx, query, { ...all, words: defined, poolSize: MAX_PROVEN, limit: MAX_PROVEN })
    : { candidates: [] };
  return { candidates: [...definitions.candidates, ...likely.candidates], isCapped: true, isPartial: false };
}

interface Look {
  /** What the word index is asked; null for nothing. */
  words: string | null;
  /** Further conditions on `blobs b` that an index answers. */
  indexed: SQL[];
  /** Conditions on `blobs b` that need its text or its words unpacked. */
  proofs: SQL[];
  /** Files that fulfil `indexed` and are looked at. */
  poolSize: number;
  limit: number;
  /** Takes them by `UNLIKELY`, which reads a row of each: else as they lie, which is several times quicker. */
  isOrdered?: boolean;
}

/**
 * The order in which files are taken if there are more than are ranked: what is least looked for comes last, and among
 * equals all repositories get their share.
 */
const UNLIKELY = sql`(case when b.is_generated then 3 when b.is_vendored then 2
  when b.is_documentation or b.language in ('Markdown', 'Text', 'reStructuredText', 'JSON', 'YAML', 'XML', 'SVG', 'CSV')
  then 1 else 0 end)`;

/**
 * Reads the files that fulfil everything. The fences (`offset 0`, `materialized`) keep the planner to this order,
 * blobs by index, then their paths, then proofs: it does not know what a proof costs.
 */
async function look(
  tx: SearchTransaction,
  { scope, filters, plan, rank }: TextQuery,
  { words, indexed, proofs, poolSize, limit, isOrdered }: Look,
) {
  const within = withinScope(scope);
  const blobsThat = (columns: SQL, condition: SQL) =>
    sql`select ${columns} from blobs b where ${and([condition, ...indexed, ...within.blobs, ...filters.languages])}`;
  const cutWords = matchesCutWords(plan.clauses, plan.matchCase);
  // The second half is for the few files that have more words than the word index holds.
  const both = (columns: SQL) =>
    words === null
      ? blobsThat(columns, sql`true`)
      : sql`${blobsThat(columns, matchesWords(words))} union all ${blobsThat(columns, cutWords)}`;
  const blobs = !isOrdered
    ? sql`(${both(BLOB_COLUMNS)} offset 0) b`
    : sql`(select id from (${both(sql`b.id, ${UNLIKELY} as unlikely`)} limit ${MAX_ORDERED}) found
        order by unlikely, hashint8(id) offset 0) o
      cross join lateral (select ${BLOB_COLUMNS} from blobs b where b.id = o.id offset 0) b`;
  return readCandidates(tx, {
    pool: sql`
      select b.*, f.ref, f.path
      from ${blobs}
      cross join lateral (select f.ref, f.path from files f
        where f.blob_id = b.id and ${and([...within.files, ...filters.paths])} offset 0) f`,
    poolLimit: poolSize,
    proofs: and(proofs),
    rank,
    limit,
  });
}

/** Turns what was found into the caller's answer. `isAll` is false if its conditions were narrower than the query. */
export function settle(
  { candidates, isCapped, isPoolCapped }: Awaited<ReturnType<typeof readCandidates>>,
  isAll: boolean,
): TextRetrieved {
  return {
    candidates,
    isCapped: isCapped || isPoolCapped || !isAll,
    isPartial: isPoolCapped && candidates.length < ENOUGH,
  };
}

const NOTHING_IN_TIME: TextRetrieved = { candidates: [], isCapped: true, isPartial: true };

function isCondition(condition: SQL | null): condition is SQL {
  return condition !== null;
}

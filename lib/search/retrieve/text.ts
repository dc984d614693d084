// Finds the files that hold a query's words and literals: the cheapest index first, and no more than ranking can take.
import { type SQL, sql } from 'drizzle-orm';
import { BLOB_COLUMNS, type CandidatesRead, readCandidates } from './candidate';
import { readFewFiles } from './few-files';
import type { OpenConditions } from './patterns';
import {
  and,
  isPattern,
  matchesCutWords,
  matchesWords,
  narrowClause,
  narrowLoosely,
  proveClause,
  proveLoosely,
  proveRequired,
  proveWhole,
} from './predicates/predicates';
import { definedWords, requiredWords } from './predicates/words';
import { restOf } from './rest';
import { scanFiles } from './scan';
import { withinScope } from './scope/scope';
import { limitsOf } from './snapshot/limits';
import { attempt, type SearchTransaction } from './snapshot/snapshot';
import type { TextQuery, TextRetrieved } from './text-query';

export type { TextQuery, TextRetrieved };

/** Files that are put in an order before the first are ranked. */
const MAX_ORDERED = 20_000;
/** If so many were found, no slower way is tried. */
const ENOUGH = 50;
/** Time for the trigram index if there are results already. */
const COMPLETING_MS = 300;

/** Retrieves for a plan that asks for text. */
export async function retrieveText(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const { plan, letters, budget } = query;
  const { clauses } = plan;
  const limits = limitsOf(plan);
  const required = requiredWords(clauses, 'open');
  const rest = restOf(query, { withClauses: true });
  const proofs = [...proveClauses(query), ...rest.proofs];
  const isByWords = required !== null && proofs.length === 0 && !rest.open;
  if (isByWords) return retrieveByWords(tx, query, required);

  const few = await readFewFiles(tx, query, {
    proofs: [
      ...clauses.filter(({ anyOf }) => !anyOf.some(isPattern)).map((clause) => proveWhole(clause, plan)),
      ...rest.proofs,
    ],
    open: rest.open,
    rank: query.rank,
    limit: limits.proven,
  });
  if (few) return settle(few, true, query);
  const indexed = [
    ...clauses.map((clause) => narrowClause(clause, letters, plan)).filter(isCondition),
    ...rest.indexed,
  ];
  const isNarrowed = indexed.length > 0;
  // Literals mostly start where a word does: such matches are looked for first, and found at once.
  const words =
    plan.count === 'all' || rest.open ? required : (isNarrowed && requiredWords(clauses, 'begun')) || required;
  if (isNarrowed && (words === null || plan.count === 'all' || rest.open)) {
    return (await retrieveByTrigrams(tx, query, { limitMs: budget.left() })) ?? NOTHING_IN_TIME;
  }
  if (words === null) return scan(tx, query, { proofs, open: rest.open });
  const found = await look(tx, query, {
    words,
    indexed,
    proofs,
    open: rest.open,
    poolSize: limits.lookedAt,
    limit: limits.proven,
  });
  const isComplete = words === required && !found.isPoolCapped;
  if (!isNarrowed || isComplete || found.candidates.length >= ENOUGH) {
    return settle(found, isComplete || !isNarrowed, query);
  }

  const limitMs = found.candidates.length > 0 ? Math.min(COMPLETING_MS, budget.left()) : budget.left();
  // What the first look went through entirely need not be looked at again.
  const but = found.isCapped || found.isPoolCapped ? null : words;
  const more = await retrieveByTrigrams(tx, query, { limitMs, but });
  if (!more) {
    const isPartial = found.candidates.length === 0;
    return { ...settle(found, false, query), isPartial, isOutOfTime: isPartial };
  }
  return { ...more, candidates: [...found.candidates, ...more.candidates] };
}

/** What is left to prove of the clauses on the text; of those with a pattern, what the pattern requires. */
function proveClauses({ plan }: TextQuery): SQL[] {
  return plan.clauses
    .map((clause) => (clause.anyOf.some(isPattern) ? proveRequired(clause, plan) : proveClause(clause, plan)))
    .filter(isCondition);
}

/** Looks through all files of the scope; only some of those that paths tell. */
async function scan(
  tx: SearchTransaction,
  query: TextQuery,
  { proofs, open }: { proofs: SQL[]; open: OpenConditions | null },
): Promise<TextRetrieved> {
  const limit = limitsOf(query.plan).proven;
  const found = await scanFiles(tx, query, { proofs, open, rank: query.rank, limit });
  return { ...settle(found, true, query), isPartial: found.isPoolCapped };
}

/** Retrieves with the trigram index for what it can narrow; null if that takes too long. `but`: words of files to leave out. */
async function retrieveByTrigrams(
  tx: SearchTransaction,
  query: TextQuery,
  { limitMs, but = null }: { limitMs: number; but?: string | null },
): Promise<TextRetrieved | null> {
  const { plan, letters } = query;
  const { clauses } = plan;
  const limits = limitsOf(plan);
  const rest = restOf(query, { withClauses: true });
  const narrowing = clauses.map((clause) => narrowClause(clause, letters, plan));
  const conditions = {
    words: requiredWords(clauses, 'open'),
    but,
    indexed: [...narrowing.filter(isCondition), ...rest.indexed],
    proofs: [...proveClauses(query), ...rest.proofs],
    open: rest.open,
    poolSize: Math.max(limits.lookedAt, MAX_NARROWED),
    limit: limits.proven,
  };
  const found = await attempt(tx, limitMs, (inner) => look(inner, query, conditions));
  return found && settle(found, true, query);
}

/** Files that may hold what is asked, by their trigrams: they are looked at until there are enough or time is up. */
const MAX_NARROWED = 20_000;

/**
 * Retrieves files that hold every clause within longer words or in another usual spelling, for a query that nothing
 * else matched. Of what the trigram index cannot narrow, only some files are looked at.
 */
export async function retrieveLoosely(tx: SearchTransaction, query: TextQuery): Promise<TextRetrieved> {
  const { plan, letters } = query;
  const limits = limitsOf(plan);
  const rest = restOf(query, { withClauses: true });
  const narrowing = plan.clauses.map((clause) => narrowLoosely(clause, letters, plan));
  const indexed = [...narrowing.filter(isCondition), ...rest.indexed];
  const proofs = [
    ...plan.clauses.filter(({ anyOf }) => !anyOf.some(isPattern)).map((clause) => proveLoosely(clause, plan)),
    ...rest.proofs,
  ];
  const few = await readFewFiles(tx, query, {
    proofs,
    open: rest.open,
    rank: query.rank,
    limit: limits.proven,
  });
  if (few) return settle(few, true, query);
  if (indexed.length === 0) return scan(tx, query, { proofs, open: rest.open });
  const found = await look(tx, query, {
    words: null,
    indexed,
    proofs,
    open: rest.open,
    poolSize: Math.max(limits.lookedAt, MAX_NARROWED),
    limit: limits.proven,
  });
  return settle(found, true, query);
}

/** For plain words: all that matches; if that is too much, the files that define one of them and the likeliest others. */
async function retrieveByWords(tx: SearchTransaction, query: TextQuery, words: string): Promise<TextRetrieved> {
  const { ranked, proven } = limitsOf(query.plan);
  const nothingElse = { indexed: restOf(query, { withClauses: true }).indexed, proofs: [], open: null };
  const all = { ...nothingElse, words, poolSize: ranked, limit: ranked };
  // The likeliest are all there are if these are not too many, and what else is asked is told before they are put in order.
  const isOrdered = query.filters.paths.length === 0;
  const first = await look(tx, query, { ...all, isOrdered });
  if (!first.isCapped && !first.isPoolCut) return { ...first, isPartial: false };
  const likely = first.isCapped === isOrdered ? first : await look(tx, query, { ...all, isOrdered: !isOrdered });
  if (isOrdered && !likely.isCapped) return { ...likely, isPartial: false };
  const defined = definedWords(query.plan.clauses);
  const definitions = defined
    ? await look(tx, query, { ...nothingElse, words: defined, poolSize: proven, limit: proven })
    : { candidates: [] };
  return { candidates: [...definitions.candidates, ...likely.candidates], isCapped: true, isPartial: false };
}

interface Look {
  /** What the word index is asked; null for nothing. */
  words: string | null;
  /** Files that have these words are left out. */
  but?: string | null;
  /** Further conditions on `blobs b` that an index answers. */
  indexed: SQL[];
  /** Conditions on `blobs b` that need its text or its words unpacked. */
  proofs: SQL[];
  open: OpenConditions | null;
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
/** One number for both: sorting by it takes a third of the time that sorting by two takes. */
const PLACE = sql`(${UNLIKELY}::bigint << 32) + hashint8(b.id)`;

/**
 * Reads the files that fulfil everything. The fences (`offset 0`, `materialized`) keep the planner to this order,
 * blobs by index, then their paths, then proofs: it does not know what a proof costs.
 */
async function look(
  tx: SearchTransaction,
  { scope, filters, plan, budget, rank }: TextQuery,
  { words, but = null, indexed, proofs, open, poolSize, limit, isOrdered }: Look,
): Promise<CandidatesRead> {
  const within = withinScope(scope);
  const blobsThat = (columns: SQL, conditions: SQL[]) =>
    sql`select ${columns} from blobs b where ${and([...conditions, ...within.blobs, ...filters.languages])}`;
  // Which of the words are there the word index tells at once; what it has no room for is left to the second half.
  // A question of nothing but exclusions would read all of the index: those are told by the words of each file, then.
  const asked =
    words !== null
      ? matchesWords(but === null ? words : `(${words}) & !(${but})`)
      : but === null
        ? sql`true`
        : sql`not (${matchesWords(but)})`;
  // The second half is for the few files that have more words than the word index holds: these are proven at once.
  const both = (columns: SQL) =>
    words === null
      ? blobsThat(columns, [asked, ...indexed])
      : sql`${blobsThat(columns, [asked, ...indexed])}
          union all ${blobsThat(columns, [matchesCutWords(plan.clauses, plan)])}`;
  const blobs = !isOrdered
    ? sql`(${both(BLOB_COLUMNS)} offset 0) b`
    : sql`(select id from found order by place offset 0) o
      cross join lateral (select ${BLOB_COLUMNS} from blobs b where b.id = o.id offset 0) b`;
  return readCandidates(tx, {
    pool: sql`
      select b.*, f.ref, f.path
      from ${blobs}
      cross join lateral (select f.ref, f.path from files f
        where f.blob_id = b.id and ${and([...within.files, ...filters.paths])} offset 0) f`,
    ...(isOrdered
      ? {
          found: sql`${both(sql`b.id, ${PLACE} as place`)} limit ${MAX_ORDERED}`,
          isCut: sql`(select count(*) = ${MAX_ORDERED} from found)`,
        }
      : {}),
    poolLimit: poolSize,
    proofs: and(proofs),
    open,
    rank,
    limit,
    budget,
  });
}

/** Turns what was found into the caller's answer. `isAll` is false if its conditions were narrower than the query. */
export function settle(
  { candidates, isCapped, isPoolCapped }: CandidatesRead,
  isAll: boolean,
  { budget }: Pick<TextQuery, 'budget'>,
): TextRetrieved {
  const isPartial = isPoolCapped && candidates.length < ENOUGH;
  return {
    candidates,
    isCapped: isCapped || isPoolCapped || !isAll,
    isPartial,
    isOutOfTime: isPartial && budget.isOver(),
  };
}

const NOTHING_IN_TIME: TextRetrieved = { candidates: [], isCapped: true, isPartial: true, isOutOfTime: true };

function isCondition(condition: SQL | null): condition is SQL {
  return condition !== null;
}

// Searches what the caller may see: parse, narrow to a scope, retrieve, rank, cut a page, show its lines.
import { performance } from 'node:perf_hooks';
import type { Context } from '@/lib/context';
import { readTexts } from './contents';
import { cutPage } from './cursor';
import { countFacets, type FacetValue } from './facets';
import { fileFilters } from './filters';
import { orderUnique } from './fuse';
import { highlight } from './highlight';
import { resolveLanguage } from './languages';
import type { SearchMatch } from './lines';
import {
  asksForSomething,
  emptyQueryNotice,
  emptyScopeNotice,
  LOOSE_NOTICE,
  noResultsNotice,
  PARTIAL_NOTICE,
  planNotices,
} from './notices';
import { parseQuery } from './parse';
import { pathTerms, type Ranked, scoreCandidate } from './rank';
import type { Candidate } from './retrieve/candidate';
import { listFiles, retrieveByName } from './retrieve/paths';
import { retrieveLoosely, retrieveText, type TextQuery } from './retrieve/text';
import { resolveScope, type Scope } from './scope';
import { type SearchPlan, simplify } from './simplify';
import { onSnapshot, type SearchTransaction } from './snapshot';

export type { SearchMatch };

export interface SearchInput {
  q: string;
  /** Results on a page: 1 to 100, default 20. */
  limit?: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
  /** Searches this repository alone. */
  repoId?: string;
}

export interface SearchResult {
  /** `org/name` */
  repo: string;
  repo_id: string;
  path: string;
  ref: string;
  language: string | null;
  /** The commit whose tree this file is in. */
  commit: string;
  indexed_at: string;
  /** When upstream last answered; null before it first did. */
  checked_at: string | null;
  score: number;
  matches: SearchMatch[];
  /** Occurrences in the file, of those that were counted. */
  match_count: number;
}

export interface SearchResponse {
  results: SearchResult[];
  /** Files found; more exist where `exact` is false. */
  count: number;
  exact: boolean;
  took_ms: number;
  next_cursor: string | null;
  facets: { repos: FacetValue[]; languages: FacetValue[] };
  /** Help with the query, for people; null where it needs none. */
  notice: string | null;
}

/**
 * Searches. No query is refused: what is odd about one is told in `notice`.
 * Throws `invalid` for a cursor of another search, and what the signal aborts with.
 */
export async function search(
  ctx: Context,
  input: SearchInput,
  o: { signal?: AbortSignal } = {},
): Promise<SearchResponse> {
  const startedAt = performance.now();
  const plan = simplify(parseQuery(input.q));
  const found = asksForSomething(plan)
    ? await onSnapshot(ctx.db, (tx) => find(tx, ctx, plan, input, o.signal))
    : { ...NOTHING, notices: [emptyQueryNotice(plan)] };
  const notices = [...plan.notes, ...found.notices];
  return {
    results: found.results,
    count: found.count,
    exact: found.exact,
    took_ms: Math.round((performance.now() - startedAt) * 10) / 10,
    next_cursor: found.nextCursor,
    facets: found.facets,
    notice: notices.length > 0 ? notices.join(' ') : null,
  };
}

interface Found {
  results: SearchResult[];
  count: number;
  exact: boolean;
  nextCursor: string | null;
  facets: SearchResponse['facets'];
  notices: string[];
}

const NOTHING: Found = {
  results: [],
  count: 0,
  exact: true,
  nextCursor: null,
  facets: { repos: [], languages: [] },
  notices: [],
};

async function find(
  tx: SearchTransaction,
  ctx: Context,
  plan: SearchPlan,
  input: SearchInput,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const scope = await resolveScope(tx, ctx.actor, plan, input.repoId);
  if (scope.refs.length === 0) return { ...NOTHING, notices: [emptyScopeNotice(plan)] };
  signal?.throwIfAborted();
  const query = { scope, plan, filters: fileFilters(plan, resolveLanguage) };
  const found = await retrieve(tx, query);
  signal?.throwIfAborted();
  const ordered = rank(found.candidates, plan, scope);
  const { page, nextCursor } = cutPage(ordered, input.limit ?? 20, input.cursor, `${input.repoId ?? ''} ${input.q}`);
  return {
    results: await present(tx, page, query, found.isLoose),
    count: ordered.length,
    exact: !found.isCapped,
    nextCursor,
    facets: countFacets(ordered),
    notices: [
      ...planNotices(plan),
      ...(found.isLoose && ordered.length > 0 ? [LOOSE_NOTICE] : []),
      ...(found.isPartial ? [PARTIAL_NOTICE] : []),
      ...(ordered.length === 0 && !found.isPartial ? [noResultsNotice(plan, scope)] : []),
    ],
  };
}

async function retrieve(tx: SearchTransaction, query: TextQuery) {
  if (query.plan.clauses.length === 0) return { ...(await listFiles(tx, query)), isLoose: false };
  const found = await retrieveText(tx, query);
  const named = await retrieveByName(tx, query);
  if (found.candidates.length + named.length > 0) {
    return { ...found, candidates: [...found.candidates, ...named], isLoose: false };
  }
  const loose = await retrieveLoosely(tx, query);
  return loose ? { ...loose, isLoose: true } : { ...found, isLoose: false };
}

function rank(candidates: Candidate[], plan: SearchPlan, scope: Scope): Ranked[] {
  const terms = pathTerms(plan);
  const names = new Map(scope.refs.map((ref) => [ref.repoId, ref.repo]));
  return orderUnique(
    candidates.map((candidate) => ({
      ...candidate,
      repo: names.get(candidate.repoId) ?? '',
      score: scoreCandidate(candidate, terms),
    })),
  );
}

async function present(
  tx: SearchTransaction,
  page: Ranked[],
  { plan, scope }: TextQuery,
  isLoose: boolean,
): Promise<SearchResult[]> {
  const terms = plan.clauses.flatMap((clause) => clause.anyOf);
  const blobIds = terms.length > 0 ? page.map((result) => result.blobId) : [];
  const texts = await readTexts(
    tx,
    blobIds,
    terms.map((term) => term.text),
  );
  const refs = new Map(scope.refs.map((ref) => [`${ref.repoId} ${ref.ref}`, ref]));
  return page.map((result) => {
    const ref = refs.get(`${result.repoId} ${result.ref}`)!;
    const text = texts.get(result.blobId);
    const { matches, matchCount } = text
      ? highlight(text.text, terms, { matchCase: plan.matchCase, isLoose, firstLine: text.firstLine })
      : { matches: [], matchCount: 0 };
    return {
      repo: result.repo,
      repo_id: result.repoId,
      path: result.path,
      ref: result.ref,
      language: result.language,
      commit: ref.commit,
      indexed_at: ref.indexedAt.toISOString(),
      checked_at: ref.checkedAt?.toISOString() ?? null,
      score: result.score,
      matches,
      match_count: matchCount,
    };
  });
}

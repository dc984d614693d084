// Searches what the caller may see: parse, narrow to a scope, find, cut a page, show its lines.
import { performance } from 'node:perf_hooks';
import { isStatementTimeout } from '@/db/errors';
import { clientGone } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { timeSearch } from '@/lib/metrics/time-search';
import { inTurn } from '@/lib/shares';
import { embedQuery } from './embed-query';
import {
  asksForSomething,
  emptyQueryNotice,
  emptyScopeNotice,
  foundNotices,
  MORE_TIME,
  meaningNotices,
  NO_HOLDER_NOTICE,
  planNotices,
  STOPPED_NOTICE,
  scopeNotices,
  UNMARKED_NOTICE,
  unreadNotice,
} from './notices';
import { resolveLanguage } from './query/languages';
import { fileFilters } from './query/plan/filters';
import { asksForText, type SearchPlan, simplify, termsOf } from './query/plan/simplify';
import type { QueryNote } from './query/query';
import { parseQuery } from './query/read/parse';
import { withAlternatives } from './rank/alternatives';
import { cutPage } from './rank/cursor';
import { countFacets } from './rank/facets';
import { findResults } from './rank/find';
import { foldCopies } from './rank/fold';
import type { Ranked } from './rank/rank';
import { allRepos, isAboutRepos, selectResults } from './rank/select';
import type { QueryVector } from './retrieve/meaning';
import { narrowScope, needsAllRefs } from './retrieve/narrow-scope';
import { resolveScope } from './retrieve/scope/scope';
import { Budget } from './retrieve/snapshot/budget';
import { onSnapshot, type SearchTransaction } from './retrieve/snapshot/snapshot';
import { countUnread } from './retrieve/unread';
import { presentPage } from './show/present';
import type { SearchResponse } from './show/response';

export type { SearchMatch } from './show/lines';
export type { SearchResponse, SearchResult } from './show/response';

export interface SearchInput {
  q: string;
  /** Results on a page: 1 to 100, default 20. */
  limit?: number;
  /** `next_cursor` of the page before. */
  cursor?: string;
  /** Searches this repository alone. */
  repoId?: string;
  /** Only files that hold this, by git's id: each by itself, as they were folded into one result. */
  copiesOf?: string;
  /** Files that hold the same are one result; otherwise each is one. */
  foldsCopies?: boolean;
  /** Counts in a facet also what that facet's own filter leaves out: another value may be wanted beside it. */
  withAlternatives?: boolean;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const MEANING_STATEMENT_MS = 5000;

/**
 * Searches. No query is refused: if one is odd, `notice` says so; if its time ran out, it tells what was found by then.
 * Throws `invalid` for a cursor of another search, `limit` if the caller has too many waiting, `upstream` if mode:meaning needs a model that does
 * not answer, and what the signal aborts with.
 */
export async function search(
  ctx: Context,
  input: SearchInput,
  options: { signal?: AbortSignal } = {},
): Promise<SearchResponse> {
  const signal = options.signal ?? clientGone();
  return await timeSearch(() => searchNow(ctx, input, signal), signal);
}

async function searchNow(ctx: Context, input: SearchInput, signal: AbortSignal | undefined): Promise<SearchResponse> {
  const startedAt = performance.now();
  const plan = simplify(parseQuery(input.q));
  // Outside the snapshot: there is one connection on the embedded database, and a remote model takes its time.
  const vector = await embedQuery(ctx, plan, signal);
  const found = asksForSomething(plan)
    ? await inTurn('search', ctx.actor, () => searchInTime(ctx, { plan, vector, input }, signal), { signal })
    : { ...NOTHING, notices: [emptyQueryNotice(plan)] };
  const { notices, ...response } = found;
  const all: QueryNote[] = [...plan.notes, ...notices.map((message) => withMend({ message }, input.q))];
  const notice = all.map(({ message }) => message).join(' ');
  return {
    ...response,
    took_ms: Math.round((performance.now() - startedAt) * 10) / 10,
    notice: notice === '' ? null : notice,
    notices: all,
  };
}

/** More time helps a search that had not enough, unless it asked for all there is. */
function withMend(note: QueryNote, q: string): QueryNote {
  const isLate = note.message.includes(MORE_TIME) && !/(?:^|\s)timeout:/i.test(q);
  return isLate ? { ...note, suggestion: `${q.trim()} ${MORE_TIME}` } : note;
}

interface Asked {
  plan: SearchPlan;
  vector: QueryVector | null;
  input: SearchInput;
}

/** Searches within the time that the query may take; what was stopped before it found anything says so. */
async function searchInTime(ctx: Context, asked: Asked, signal: AbortSignal | undefined): Promise<Found> {
  const ms = Math.ceil(asked.plan.timeoutMs ?? ctx.env.searchTimeoutMs);
  // Without an index for vectors all of them are compared.
  const statementMs = asked.plan.mode === 'meaning' ? Math.max(ms, MEANING_STATEMENT_MS) : ms;
  try {
    return await onSnapshot(ctx.db, (tx) => searchPlan(tx, ctx, { ...asked, budget: new Budget(ms, signal) }, signal), {
      statementMs,
    });
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    return { ...NOTHING, exact: false, notices: [STOPPED_NOTICE] };
  }
}

type Found = Omit<SearchResponse, 'took_ms' | 'notice' | 'notices'> & { notices: string[] };

const NOTHING: Found = {
  results: [],
  count: 0,
  exact: true,
  next_cursor: null,
  facets: { repos: [], languages: [] },
  notices: [],
};

async function searchPlan(
  tx: SearchTransaction,
  ctx: Context,
  { plan, vector, input, budget }: Asked & { budget: Budget },
  signal: AbortSignal | undefined,
): Promise<Found> {
  const resolve = (within: SearchTransaction, of: SearchPlan) =>
    resolveScope(within, ctx.actor, of, input.repoId, { isWhole: needsAllRefs(of) });
  const wide = await resolve(tx, plan);
  if (wide.refs.length === 0) return { ...NOTHING, notices: [emptyScopeNotice(plan, ctx.actor.kind === 'anonymous')] };
  const scope = await narrowScope(tx, wide, plan, budget);
  if (scope.refs.length === 0) return { ...NOTHING, notices: [NO_HOLDER_NOTICE] };
  signal?.throwIfAborted();
  const asked = { scope, plan, filters: fileFilters(plan, resolveLanguage), vector, budget };
  const found = isAboutRepos(plan)
    ? { ordered: allRepos(scope, plan), isCapped: false, isPartial: false, isLoose: false }
    : await findResults(tx, asked);
  signal?.throwIfAborted();
  const { isCapped, isLoose } = found;
  const selected = selectResults(found.ordered, plan, scope);
  const counted = typeof plan.count === 'number' ? selected.slice(0, plan.count) : selected;
  const { copiesOf, foldsCopies = false } = input;
  const ordered = copiesOf === undefined ? counted : counted.filter(({ sha }) => sha === copiesOf);
  // Whoever asks for paths asks for all of them.
  const isFolded = foldsCopies && copiesOf === undefined && asksForText(plan);
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
  const { page, nextCursor } = cutPage<Ranked & { copies?: Ranked[] }>(
    isFolded ? foldCopies(ordered) : ordered,
    limit,
    input.cursor,
    `${input.repoId ?? ''} ${copiesOf ?? (isFolded ? 'folded' : '')} ${input.q}`,
  );
  const terms = termsOf(plan);
  const { matchCase, ignoreCase } = plan;
  const unread = ordered.length === 0 && terms.length > 0 ? await countUnread(tx, scope) : 0;
  const marking = { terms, matchCase, ignoreCase, isLoose, known: found.texts, budget };
  const { results, isUnmarked } = await presentPage(
    tx,
    page.map((result) => ({ ...result, copies: result.copies ?? [] })),
    scope,
    marking,
    signal,
  );
  const facets = countFacets(ordered);
  const scopeOf = async (within: SearchTransaction, of: SearchPlan, time: Budget) =>
    narrowScope(within, await resolve(within, of), of, time);
  const isWidened = input.withAlternatives && !isAboutRepos(plan) && !isLoose;
  return {
    results,
    count: ordered.length,
    exact: !isCapped && counted.length === selected.length,
    next_cursor: nextCursor,
    facets: isWidened ? await withAlternatives(tx, { ...asked, scopeOf }, facets) : facets,
    notices: [
      ...planNotices(plan),
      ...scopeNotices(scope),
      ...(plan.mode === 'meaning' && plan.clauses.length > 0 ? meaningNotices(vector) : []),
      ...foundNotices({ ...found, ordered }, plan, scope),
      ...unreadNotice(unread),
      ...(isUnmarked ? [UNMARKED_NOTICE] : []),
    ],
  };
}

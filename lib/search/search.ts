// Searches what the caller may see: parse, narrow to a scope, find, cut a page, show its lines.
import { performance } from 'node:perf_hooks';
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
  meaningNotices,
  planNotices,
  scopeNotices,
  unreadNotice,
} from './notices';
import { fileFilters } from './query/filters';
import { resolveLanguage } from './query/languages';
import { parseQuery } from './query/parse';
import { type SearchPlan, simplify } from './query/simplify';
import { cutPage } from './rank/cursor';
import { countFacets } from './rank/facets';
import { findResults } from './rank/find';
import type { QueryVector } from './retrieve/meaning';
import { resolveScope } from './retrieve/scope';
import { onSnapshot, type SearchTransaction } from './retrieve/snapshot';
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
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/**
 * Searches. No query is refused: if one is odd, `notice` says so. Throws `invalid` for a cursor of another search,
 * `limit` if it took too long or the caller has too many waiting, `upstream` if mode:meaning needs a model that does
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
    ? await inTurn(
        'search',
        ctx.actor,
        () => onSnapshot(ctx.db, (tx) => searchPlan(tx, ctx, { plan, vector, input }, signal)),
        { signal },
      )
    : { ...NOTHING, notices: [emptyQueryNotice(plan)] };
  const { notices, ...response } = found;
  const notice = [...plan.notes, ...notices].join(' ');
  return {
    ...response,
    took_ms: Math.round((performance.now() - startedAt) * 10) / 10,
    notice: notice === '' ? null : notice,
  };
}

type Found = Omit<SearchResponse, 'took_ms' | 'notice'> & { notices: string[] };

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
  { plan, vector, input }: { plan: SearchPlan; vector: QueryVector | null; input: SearchInput },
  signal: AbortSignal | undefined,
): Promise<Found> {
  const scope = await resolveScope(tx, ctx.actor, plan, input.repoId);
  if (scope.refs.length === 0) return { ...NOTHING, notices: [emptyScopeNotice(plan, ctx.actor.kind === 'anonymous')] };
  signal?.throwIfAborted();
  const found = await findResults(tx, { scope, plan, filters: fileFilters(plan, resolveLanguage), vector });
  signal?.throwIfAborted();
  const { ordered, isCapped, isLoose } = found;
  const limit = Math.min(Math.max(Math.trunc(input.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
  const { page, nextCursor } = cutPage(ordered, limit, input.cursor, `${input.repoId ?? ''} ${input.q}`);
  const terms = plan.clauses.flatMap((clause) => clause.anyOf);
  const unread = ordered.length === 0 && terms.length > 0 ? await countUnread(tx, scope) : 0;
  return {
    results: await presentPage(tx, page, scope, { terms, matchCase: plan.matchCase, isLoose }, signal),
    count: ordered.length,
    exact: !isCapped,
    next_cursor: nextCursor,
    facets: countFacets(ordered),
    notices: [
      ...planNotices(plan),
      ...scopeNotices(scope),
      ...(plan.mode === 'meaning' && plan.clauses.length > 0 ? meaningNotices(vector) : []),
      ...foundNotices(found, plan, scope),
      ...unreadNotice(unread),
    ],
  };
}

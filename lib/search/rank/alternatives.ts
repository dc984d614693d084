// Counts what a facet's own filter leaves out: whoever chose one language may want another beside it.

import { resolveLanguage } from '@/lib/search/query/languages';
import { fileFilters } from '../query/plan/filters';
import type { SearchPlan } from '../query/plan/simplify';
import type { Scope } from '../retrieve/scope/scope';
import { Budget } from '../retrieve/snapshot/budget';
import { attempt, type SearchTransaction } from '../retrieve/snapshot/snapshot';
import { countFacets, type Facets } from './facets';
import { type FindQuery, findResults } from './find';

/** What counting one facet again may take: without it, only what was chosen is listed. */
const COUNTING_MS = 500;

interface AlternativesQuery extends FindQuery {
  /** The scope of a plan with fewer filters. */
  scopeOf: (tx: SearchTransaction, plan: SearchPlan, budget: Budget) => Promise<Scope>;
}

/** `facets`, those with a filter counted anew without that filter. Filters among other alternatives stay. */
export async function withAlternatives(
  tx: SearchTransaction,
  { scopeOf, ...search }: AlternativesQuery,
  facets: Facets,
): Promise<Facets> {
  const counted = { ...facets };
  for (const [field, name] of [
    ['repo', 'repos'],
    ['lang', 'languages'],
  ] as const) {
    const filters = search.plan.filters.filter((filter) => filter.field !== field);
    if (filters.length === search.plan.filters.length) continue;
    const plan = { ...search.plan, filters };
    // A budget of its own: each part of a search takes what its budget has left, whatever the limit around it.
    const budget = new Budget(Math.min(COUNTING_MS, search.budget.left()), search.budget.signal);
    const found = await attempt(tx, budget.ms, async (inner) => {
      const scope = field === 'repo' ? await scopeOf(inner, plan, budget) : search.scope;
      const asked = { ...search, plan, scope, budget, filters: fileFilters(plan, resolveLanguage), isCounting: true };
      return scope.refs.length === 0 ? null : await findResults(inner, asked);
    });
    if (found && !found.isOutOfTime) counted[name] = countFacets(found.ordered)[name];
  }
  return counted;
}

// Counts results by repository and language.
import type { Ranked } from './rank';

export interface FacetValue {
  value: string;
  count: number;
}

export interface Facets {
  repos: FacetValue[];
  languages: FacetValue[];
}

/** Most values that a facet lists. */
const MAX_VALUES = 100;

/** The commonest values first, then by name. */
export function countFacets(results: Ranked[]): Facets {
  return {
    repos: count(results.map((result) => result.repo)),
    languages: count(results.map((result) => result.language)),
  };
}

function count(values: (string | null)[]): FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES);
}

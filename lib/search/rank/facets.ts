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
  const repos = new Map<string, number>();
  const languages = new Map<string, number>();
  for (const { repo, language } of results) {
    repos.set(repo, (repos.get(repo) ?? 0) + 1);
    if (language !== null) languages.set(language, (languages.get(language) ?? 0) + 1);
  }
  return { repos: commonest(repos), languages: commonest(languages) };
}

function commonest(counts: Map<string, number>): FacetValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES);
}

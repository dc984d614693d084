// What the facets offer: where each value leads. Several of one kind are alternatives: what was not chosen stays there to be
// chosen.
import { searchHref } from '@/app/_links';
import { toggleFilter } from '@/app/_query-terms';
import type { Facets } from '@/lib/search/rank/facets';
import { type FacetField, splitFacet } from './split-facet';

export interface FacetGroup {
  title: string;
  /** The query has these: their links take them away. */
  chosen: { value: string; href: string }[];
  others: { value: string; href: string; count: number }[];
}

/** Those that have anything to offer. */
export function facetGroups(query: string, { repos, languages }: Facets): FacetGroup[] {
  const group = (field: FacetField, title: string, facets: Facets['repos']): FacetGroup => {
    const { chosen, others } = splitFacet(query, field, facets);
    return {
      title,
      chosen: chosen.map(({ value, without }) => ({ value, href: searchHref(without) })),
      others: others.map(({ value, count }) => ({
        value,
        href: searchHref(toggleFilter(query, field, value)),
        count,
      })),
    };
  };
  return [group('repo', 'Repository', repos), group('lang', 'Language', languages)].filter(
    ({ chosen, others }) => chosen.length + others.length > 0,
  );
}

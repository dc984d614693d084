// What of a facet was chosen already, and what is left to choose.
import { type Chosen, chosenValues, withoutValues } from '@/app/_query-terms';
import { resolveLanguage } from '@/lib/search/query/languages';
import type { FacetValue } from '@/lib/search/rank/facets';

export type FacetField = 'repo' | 'lang';

interface SplitFacet {
  /** In the query's order, each once, by their proper names where these are known. */
  chosen: Chosen[];
  others: FacetValue[];
}

/** Splits a facet's values by what the query asks for. `lang:ts` has chosen TypeScript. */
export function splitFacet(query: string, field: FacetField, values: FacetValue[]): SplitFacet {
  const nameOf = (written: string) => values.find(({ value }) => isSame(field, written, value))?.value ?? written;
  const names = new Set(chosenValues(query, field).map(({ value }) => nameOf(value)));
  return {
    chosen: [...names].map((name) => {
      return { value: name, without: withoutValues(query, field, (written) => nameOf(written) === name) };
    }),
    others: values.filter(({ value }) => !names.has(value)),
  };
}

function isSame(field: FacetField, written: string, value: string): boolean {
  return written.toLowerCase() === value.toLowerCase() || (field === 'lang' && resolveLanguage(written) === value);
}

// Reads and changes filter terms (repo:, lang:, …) in the text of a query, for facets and links.

const TERM = /-?(?:[a-z]+:)?(?:"(?:[^"\\]|\\.)*"|[^\s"]+)+/gi;

/** `lang` + `Jupyter Notebook` → `lang:"Jupyter Notebook"`. */
export function filterTerm(field: string, value: string): string {
  return `${field}:${/[\s"()]/.test(value) ? JSON.stringify(value) : value}`;
}

/** True when the query holds exactly this filter. */
export function hasFilter(query: string, field: string, value: string): boolean {
  const wanted = filterTerm(field, value).toLowerCase();
  return (query.match(TERM) ?? []).some((term) => term.toLowerCase() === wanted);
}

/** The query with an option set, instead of any other value of it; without it if it was set to that. */
export function toggleOption(query: string, field: string, value: string): string {
  const isOn = hasFilter(query, field, value);
  const others = (query.match(TERM) ?? []).filter((term) => !term.toLowerCase().startsWith(`${field}:`));
  return [...others, ...(isOn ? [] : [filterTerm(field, value)])].join(' ');
}

/** The query with the filter added, or without it if it was there. */
export function toggleFilter(query: string, field: string, value: string): string {
  const wanted = filterTerm(field, value);
  if (!hasFilter(query, field, value)) return `${query.trim()} ${wanted}`.trim();
  return (query.match(TERM) ?? []).filter((term) => term.toLowerCase() !== wanted.toLowerCase()).join(' ');
}

// Reads and changes filter terms (repo:, lang:, …) in the text of a query, for facets and links.
import type { FieldName } from '@/lib/search/query/read/fields';
import { lex } from '@/lib/search/query/read/lexer';

/** `lang` + `Jupyter Notebook` → `lang:"Jupyter Notebook"`. */
export function filterTerm(field: string, value: string): string {
  return `${field}:${/[\s"()]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value}`;
}

export interface Chosen {
  /** As it is written. */
  value: string;
  /** The query without it. */
  without: string;
}

/** The values of a filter that a query asks for, by whatever name, in their order; not those that it excludes. */
export function chosenValues(query: string, field: FieldName): Chosen[] {
  const tokens = lex(query, []);
  return tokens.flatMap((token, i) => {
    if (token.field !== field || token.negated || token.text.trim() === '') return [];
    // OR joins two: without one of them it joins nothing.
    const or = [tokens[i + 1], tokens[i - 1]].find((beside) => beside?.look === 'bare' && beside.text === 'OR');
    const parts = [token, ...(or ? [or] : [])];
    const start = Math.min(...parts.map((part) => part.start));
    const end = Math.max(...parts.map((part) => part.end));
    const without = `${query.slice(0, start).trimEnd()} ${query.slice(end).trimStart()}`.trim();
    return [{ value: token.text.trim(), without }];
  });
}

/** True when the query holds exactly this filter. */
export function hasFilter(query: string, field: FieldName, value: string): boolean {
  return chosenValues(query, field).some((chosen) => chosen.value.toLowerCase() === value.toLowerCase());
}

/** The query with the filter added, or without it if it was there. */
export function toggleFilter(query: string, field: FieldName, value: string): string {
  return hasFilter(query, field, value)
    ? withoutValues(query, field, (chosen) => chosen.toLowerCase() === value.toLowerCase())
    : `${query.trim()} ${filterTerm(field, value)}`.trim();
}

/** The query with an option set, instead of any other value of it; without it if it was set to that. */
export function toggleOption(query: string, field: FieldName, value: string): string {
  const others = withoutValues(query, field, () => true);
  return hasFilter(query, field, value) ? others : `${others} ${filterTerm(field, value)}`.trim();
}

/** The query without those values of a filter that `isOut` picks, by whatever name they are written. */
export function withoutValues(query: string, field: FieldName, isOut: (value: string) => boolean): string {
  let rest = query.trim();
  for (;;) {
    const out = chosenValues(rest, field).find(({ value }) => isOut(value));
    if (!out) return rest;
    rest = out.without;
  }
}

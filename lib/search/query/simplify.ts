// Brings a query tree into the one form that retrieval knows: clauses that must all hold, and what must not.
import type { FilterField, FilterTerm, Leaf, ParsedQuery, Query, SearchMode, TextTerm } from './query';

/** Holds if one of its terms does. */
export interface TextClause {
  anyOf: TextTerm[];
}

export interface FilterClause {
  field: FilterField;
  /** Holds if one of these fits. */
  anyOf: string[];
}

export interface SearchPlan {
  clauses: TextClause[];
  excluded: TextTerm[];
  filters: FilterClause[];
  excludedFilters: FilterClause[];
  matchCase: boolean;
  mode: SearchMode;
  notes: string[];
}

/** A repository, a language and a branch are one thing each: several values are alternatives. A path can fit several. */
const ALTERNATIVES: ReadonlySet<FilterField> = new Set(['repo', 'lang', 'branch']);

/** Simplifies a parsed query. Pure; the result has no term twice. */
export function simplify(parsed: ParsedQuery): SearchPlan {
  const plan: SearchPlan = {
    clauses: [],
    excluded: [],
    filters: [],
    excludedFilters: [],
    matchCase: parsed.matchCase,
    mode: parsed.mode,
    notes: [...parsed.notes],
  };
  for (const part of parsed.root.parts) addPart(plan, part);
  plan.clauses = unique(plan.clauses);
  plan.excluded = unique(plan.excluded);
  plan.filters = unique(mergeAlternatives(plan.filters));
  plan.excludedFilters = unique(plan.excludedFilters);
  const contradiction = plan.clauses.find((clause) => clause.anyOf.every((term) => has(plan.excluded, term)));
  if (contradiction) {
    plan.notes.push(`The query asks for “${contradiction.anyOf[0]!.text}” and excludes it: no file can match.`);
  }
  for (const { field, anyOf } of plan.filters) {
    const excluded = plan.excludedFilters.filter((other) => other.field === field).flatMap((other) => other.anyOf);
    if (!anyOf.every((value) => excluded.includes(value))) continue;
    plan.notes.push(`The query asks for “${field}:${anyOf[0]}” and excludes it: no file can match.`);
  }
  return plan;
}

function addPart(plan: SearchPlan, part: Query): void {
  switch (part.kind) {
    case 'and':
      for (const inner of part.parts) addPart(plan, inner);
      return;
    case 'or':
      addAlternatives(plan, part.parts);
      return;
    case 'not':
      if (part.part.kind === 'filter') plan.excludedFilters.push(toFilter([part.part]));
      else plan.excluded.push(part.part);
      return;
    case 'filter':
      plan.filters.push(toFilter([part]));
      return;
    default:
      plan.clauses.push({ anyOf: [part] });
  }
}

function addAlternatives(plan: SearchPlan, parts: Query[]): void {
  const leaves = parts.filter((part): part is Leaf => part.kind !== 'and' && part.kind !== 'or' && part.kind !== 'not');
  const texts = leaves.filter((leaf) => leaf.kind !== 'filter');
  const filters = leaves.filter((leaf) => leaf.kind === 'filter');
  if (texts.length === parts.length) {
    plan.clauses.push({ anyOf: unique(texts) });
  } else if (filters.length === parts.length && new Set(filters.map((filter) => filter.field)).size === 1) {
    plan.filters.push(toFilter(filters));
  } else {
    const shown = parts.map(written).join(' OR ');
    plan.notes.push(`OR joins words and phrases, or values of one filter; “${shown}” was read as “and”.`);
    for (const part of parts) addPart(plan, part);
  }
}

/** A part of a query as it is typed. */
function written(part: Query): string {
  if (part.kind === 'not') return `-${written(part.part)}`;
  if (part.kind === 'filter') return `${part.field}:${part.value}`;
  return part.kind === 'and' || part.kind === 'or' ? part.parts.map(written).join(' ') : part.text;
}

function toFilter(terms: FilterTerm[]): FilterClause {
  return { field: terms[0]!.field, anyOf: [...new Set(terms.map((term) => term.value))] };
}

function mergeAlternatives(filters: FilterClause[]): FilterClause[] {
  const merged: FilterClause[] = [];
  for (const filter of filters) {
    const same = ALTERNATIVES.has(filter.field) ? merged.find((other) => other.field === filter.field) : undefined;
    if (same) same.anyOf = [...new Set([...same.anyOf, ...filter.anyOf])];
    else merged.push({ ...filter });
  }
  return merged;
}

function has(terms: TextTerm[], term: TextTerm): boolean {
  return terms.some((other) => other.kind === term.kind && other.text === term.text);
}

function unique<T>(items: T[]): T[] {
  const seen = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}

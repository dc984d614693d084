// Brings a query tree into the form that retrieval knows: clauses that must all hold, what must not, and the rest.
import { escapeRegex } from '../glob';
import type {
  FilterField,
  FilterTerm,
  ParsedQuery,
  Query,
  QueryNote,
  ResultType,
  SearchMode,
  Selection,
  Sort,
  TextTerm,
} from '../query';
import { isText, leavesOf, wantedTerms } from '../query';
import { pushNots } from './push-nots';
import { asWholeWords } from './whole-words';

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
  /** What must hold besides and is none of these: alternatives of different kinds, each with `not` at leaves alone. */
  groups: Query[];
  matchCase: boolean;
  /** Exact text counts in any case, as words do. */
  ignoreCase: boolean;
  mode: SearchMode;
  type: ResultType | null;
  select: Selection | null;
  count: number | 'all' | null;
  timeoutMs: number | null;
  sort: Sort;
  notes: QueryNote[];
}

/** Simplifies a parsed query. Pure; the result has no term twice. */
export function simplify(parsed: ParsedQuery): SearchPlan {
  const { options } = parsed;
  const typed = pushNots(asType(parsed.root, options.type ?? (options.select === 'symbol' ? 'symbol' : null)));
  const isMixed = options.case === 'auto' && leavesOf(typed).some((leaf) => isText(leaf) && /\p{Lu}/u.test(leaf.text));
  const matchCase = options.case === 'yes' || isMixed;
  const root = options.word ? asWholeWords(typed, { matchCase }) : typed;
  const plan: SearchPlan = {
    clauses: [],
    excluded: [],
    filters: [],
    excludedFilters: [],
    groups: [],
    matchCase,
    ignoreCase: options.case === 'no' || (options.case === 'auto' && !isMixed),
    mode: options.mode,
    type: options.type,
    select: options.select,
    count: options.count,
    timeoutMs: options.timeoutMs,
    sort: options.sort,
    notes: [...parsed.notes],
  };
  for (const part of root.kind === 'and' ? root.parts : [root]) addPart(plan, part);
  plan.clauses = unique(plan.clauses);
  plan.excluded = unique(plan.excluded);
  plan.filters = unique(plan.filters);
  plan.excludedFilters = unique(plan.excludedFilters);
  plan.groups = unique(plan.groups);
  noteContradictions(plan);
  return plan;
}

/** All terms that a file is found by, those of alternatives among them: what is marked and what ranks. */
export function termsOf(plan: SearchPlan): TextTerm[] {
  return unique([
    ...plan.clauses.flatMap((clause) => clause.anyOf.filter((term) => term.where !== 'file')),
    ...plan.groups.flatMap(wantedTerms),
  ]);
}

/** True if text decides what is found, and not only filters. */
export function asksForText(plan: SearchPlan): boolean {
  return plan.clauses.length > 0 || plan.groups.some((group) => leavesOf(group).some(isText));
}

/** With type:path, type:repo and type:symbol, plain terms are about names. */
function asType(query: Query, type: ResultType | null): Query {
  if (type === null || type === 'file') return query;
  if (query.kind === 'not') return { ...query, part: asType(query.part, type) };
  if (query.kind === 'and' || query.kind === 'or') {
    return { ...query, parts: query.parts.map((part) => asType(part, type)) };
  }
  if (query.kind !== 'word' && query.kind !== 'literal' && query.kind !== 'regex') return query;
  if (query.where) return query;
  if (type === 'symbol') return query.kind === 'word' ? { kind: 'symbol', text: query.text } : query;
  const value = query.kind === 'regex' || /^[\w./ -]+$/.test(query.text) ? query.text : escapeRegex(query.text);
  return { kind: 'filter', field: type === 'repo' ? 'repo' : 'file', value };
}

function addPart(plan: SearchPlan, part: Query): void {
  if (part.kind === 'filter') plan.filters.push(toFilter([part]));
  else if (part.kind === 'not' && part.part.kind === 'filter') plan.excludedFilters.push(toFilter([part.part]));
  else if (part.kind === 'not' && isText(part.part)) plan.excluded.push(part.part);
  else if (part.kind === 'or' && part.parts.every(isText)) plan.clauses.push({ anyOf: unique(part.parts) });
  else if (part.kind === 'or' && isOneField(part.parts)) plan.filters.push(toFilter(part.parts));
  else if (isText(part)) plan.clauses.push({ anyOf: [part] });
  else plan.groups.push(part);
}

function isOneField(parts: Query[]): parts is FilterTerm[] {
  return new Set(parts.map((part) => (part.kind === 'filter' ? part.field : part))).size === 1;
}

function toFilter(terms: FilterTerm[]): FilterClause {
  return { field: terms[0]!.field, anyOf: [...new Set(terms.map((term) => term.value))] };
}

function noteContradictions(plan: SearchPlan): void {
  const contradiction = plan.clauses.find((clause) => clause.anyOf.every((term) => has(plan.excluded, term)));
  if (contradiction) {
    const message = `The query asks for “${contradiction.anyOf[0]!.text}” and excludes it: no file can match.`;
    plan.notes.push({ message });
  }
  for (const { field, anyOf } of plan.filters) {
    const excluded = plan.excludedFilters.filter((other) => other.field === field).flatMap((other) => other.anyOf);
    if (!anyOf.every((value) => excluded.includes(value))) continue;
    plan.notes.push({ message: `The query asks for “${field}:${anyOf[0]}” and excludes it: no file can match.` });
  }
}

function has(terms: TextTerm[], term: TextTerm): boolean {
  return terms.some((other) => other.kind === term.kind && other.text === term.text);
}

function unique<T>(items: T[]): T[] {
  const seen = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}

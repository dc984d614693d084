// The tree of a query: what parsing makes and what simplifying turns into conditions.

/** Lowercase and uppercase count as the same; matches an identifier or one of its parts. */
export interface WordTerm {
  kind: 'word';
  text: string;
  /** Counts only where it is no piece of a longer word; a pattern beside it proves that. */
  isWhole?: true;
  where?: Where;
}

/** An exact piece of text, punctuation and spaces included. */
export interface LiteralTerm {
  kind: 'literal';
  text: string;
  /** As of words. */
  isWhole?: true;
  where?: Where;
}

/** A regular expression in RE2's syntax, which compiles. */
export interface RegexTerm {
  kind: 'regex';
  text: string;
  where?: Where;
}

/** A name that the file defines. */
export interface SymbolTerm {
  kind: 'symbol';
  text: string;
  where?: Where;
}

/** `content`: names of files do not count. `file`: it says which files, and is not what is looked for in them. */
export type Where = 'content' | 'file';

export type TextTerm = WordTerm | LiteralTerm | RegexTerm | SymbolTerm;

/** What a repository or a branch is asked; these are resolved before any file is looked at. */
export type ScopeField =
  | 'repo'
  | 'org'
  | 'branch'
  | 'fork'
  | 'archived'
  | 'visibility'
  | 'synced'
  | 'has.path'
  | 'has.content'
  | 'has.file'
  | 'has.topic'
  | 'has.commit.after';

export type FilterField = ScopeField | 'file' | 'lang';

export interface FilterTerm {
  kind: 'filter';
  field: FilterField;
  /** Text, a glob or a regular expression; never empty. */
  value: string;
}

export type Leaf = TextTerm | FilterTerm;

export type Query =
  | Leaf
  | { kind: 'not'; part: Query }
  /** Joined by OR, two parts or more. */
  | { kind: 'or'; parts: Query[] }
  | { kind: 'and'; parts: Query[] };

export type SearchMode = 'text' | 'meaning';
export type ResultType = 'file' | 'path' | 'symbol' | 'repo';
export type Selection = 'file' | 'repo' | 'file.directory' | 'symbol';
export type Sort = 'relevance' | 'path' | 'indexed';

/** What a query says about the search itself. */
export interface QueryOptions {
  /** `exact`: words in any case, all else as typed. */
  case: 'exact' | 'yes' | 'no' | 'auto';
  /** Words and texts count only where they are no pieces of longer words. */
  word: boolean;
  mode: SearchMode;
  type: ResultType | null;
  select: Selection | null;
  /** Results at most; `all`: every match is counted. Null: as many as ranking takes. */
  count: number | 'all' | null;
  /** Null: as long as the server allows by default. */
  timeoutMs: number | null;
  sort: Sort;
}

/** A sentence for the person who searched, and where in the query it belongs. */
export interface QueryNote {
  message: string;
  /** UTF-16 offsets into the query as it was typed; absent for the query as a whole. */
  start?: number;
  end?: number;
  /** A whole query that says what may have been meant. */
  suggestion?: string;
}

export interface ParsedQuery {
  /** Always an `and`, possibly of nothing. */
  root: { kind: 'and'; parts: Query[] };
  options: QueryOptions;
  notes: QueryNote[];
}

export const MAX_TIMEOUT_MS = 10_000;

export const DEFAULT_OPTIONS: QueryOptions = {
  case: 'exact',
  word: false,
  mode: 'text',
  type: null,
  select: null,
  count: null,
  timeoutMs: null,
  sort: 'relevance',
};

export function isText(query: Query): query is TextTerm {
  return query.kind !== 'and' && query.kind !== 'or' && query.kind !== 'not' && query.kind !== 'filter';
}

/** All text terms of a tree that finding them speaks for it: those that are not excluded, in their order. */
export function wantedTerms(query: Query): TextTerm[] {
  if (query.kind === 'not' || query.kind === 'filter') return [];
  if (query.kind === 'and' || query.kind === 'or') return query.parts.flatMap(wantedTerms);
  return query.where === 'file' ? [] : [query];
}

/** All leaves of a tree, in their order. */
export function leavesOf(query: Query): Leaf[] {
  if (query.kind === 'not') return leavesOf(query.part);
  return query.kind === 'and' || query.kind === 'or' ? query.parts.flatMap(leavesOf) : [query];
}

// The tree of a query: what parsing makes and what simplifying turns into conditions.

/** Lowercase and uppercase count as the same; matches an identifier or one of its parts. */
export interface WordTerm {
  kind: 'word';
  text: string;
}

/** An exact piece of text, punctuation and spaces included. */
export interface LiteralTerm {
  kind: 'literal';
  text: string;
}

export type TextTerm = WordTerm | LiteralTerm;

export type FilterField = 'repo' | 'file' | 'lang' | 'branch';

export interface FilterTerm {
  kind: 'filter';
  field: FilterField;
  /** Text or a glob; never empty. */
  value: string;
}

export type Leaf = TextTerm | FilterTerm;

export type Query =
  | Leaf
  | { kind: 'not'; part: Leaf }
  /** Joined by OR, two parts or more. */
  | { kind: 'or'; parts: Query[] }
  | { kind: 'and'; parts: Query[] };

export type SearchMode = 'text' | 'meaning';

export interface ParsedQuery {
  /** Always an `and`, possibly of nothing. */
  root: { kind: 'and'; parts: Query[] };
  /** case:yes */
  matchCase: boolean;
  mode: SearchMode;
  /** Sentences for the person who searched: what was ignored, cut or read in a way that may surprise. */
  notes: string[];
}

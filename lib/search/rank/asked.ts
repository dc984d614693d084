// What of a plan ranking looks at: its terms in the order that they were typed, and what it says of paths.

import { isGlob, isNamePattern } from '@/lib/search/query/glob';
import { type TextTerm, wantedTerms } from '@/lib/search/query/query';
import { toWords } from '@/lib/text/tokenize';
import { type SearchPlan, termsOf } from '../query/plan/simplify';
import { toLexeme } from '../retrieve/predicates/words';

export interface Asked {
  /** All terms that a file is found by. */
  terms: TextTerm[];
  /**
   * One for each part that must match, as far as a text can be asked for it: the terms of which one is enough. Those of
   * clauses in the order that they were typed, then those of groups.
   */
  slots: TextTerm[][];
  /** The words of slots that are one word each, in lowercase; null if there is any other slot, or none. */
  words: string[] | null;
  /** What may stand in a path. */
  pathWords: string[];
  /** What tells whether the query itself is about tests, documents and the like. */
  subjects: string[];
}

export function askedOf(plan: SearchPlan): Asked {
  const parts = [...plan.clauses.map((clause) => clause.anyOf), ...plan.groups.map(wantedTerms)];
  const slots = parts.map((terms) => terms.filter(isSpelledOut)).filter((terms) => terms.length > 0);
  const typed = slots.flat().map((term) => (term.kind === 'word' ? toLexeme(term.text) : term.text.toLowerCase()));
  const values = (field: string) => plan.filters.filter((one) => one.field === field).flatMap((one) => one.anyOf);
  const files = values('file');
  const named = files.filter((value) => !isGlob(value)).flatMap((value) => toWords(value).map((word) => word.word));
  const pathWords = [...new Set([...typed.filter((text) => !/\s/.test(text)), ...named])];
  return {
    terms: termsOf(plan),
    slots,
    words: singleWords(slots),
    pathWords,
    subjects: [...pathWords, ...files, ...values('lang').map((value) => value.toLowerCase())],
  };
}

/** False for patterns, whose text stands in no file, and for what only says which files. */
function isSpelledOut({ kind, text, where }: TextTerm): boolean {
  return where !== 'file' && kind !== 'regex' && !(kind === 'symbol' && isNamePattern(text));
}

function singleWords(slots: TextTerm[][]): string[] | null {
  const words = slots.map(([term, other]) => (term?.kind === 'word' && !other ? toLexeme(term.text) : null));
  return words.length > 0 && words.every((word) => word !== null) ? words : null;
}

/** The names that the words of a query are written as when they are one: `config manager` → configmanager, config_manager. */
export function joinedNames(words: string[] | null): string[] {
  if (words === null || words.length < 2 || !words.every((word) => /^[\p{L}\p{N}_]+$/u.test(word))) return [];
  return [words.join(''), words.join('_')];
}

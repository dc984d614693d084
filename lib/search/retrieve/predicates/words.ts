// What the word index is asked: tsqueries made of the same words that indexing cut out of the text.

import { definitionLexeme, quoteLexeme, toWords } from '@/lib/text/tokenize';
import { isNamePattern } from '../../query/glob';
import type { TextClause } from '../../query/plan/simplify';
import type { TextTerm } from '../../query/query';
import { type Edges, wordsWithin } from './pattern';

/** The lexeme that a word of a query is looked up as. */
export function toLexeme(text: string): string {
  return toWords(text)[0]?.word ?? text.toLowerCase();
}

/**
 * A tsquery's literal that every match of all clauses also matches; null if there is none. For clauses of words alone
 * it is exact; for literals it is what they require, by their edges.
 */
export function requiredWords(clauses: TextClause[], edges: Edges): string | null {
  const parts: string[] = [];
  for (const clause of clauses) {
    const alternatives = clause.anyOf.map((term) => requiredOf(term, edges));
    if (alternatives.some((alternative) => alternative === null)) continue;
    parts.push(`(${alternatives.join(' | ')})`);
  }
  return parts.length > 0 ? parts.join(' & ') : null;
}

function requiredOf(term: TextTerm, edges: Edges): string | null {
  if (term.kind === 'word') return quoteLexeme(toLexeme(term.text));
  if (term.kind === 'symbol' && isNamePattern(term.text)) return null;
  if (term.kind === 'symbol') return quoteLexeme(definitionLexeme(toLexeme(term.text)));
  if (term.kind === 'regex') return null;
  const words = wordsWithin(term.text, edges);
  return words.length > 0 ? `(${words.join(' & ')})` : null;
}

/** Like `requiredWords` for clauses of single words, with one of them being defined in the file; null for other clauses. */
export function definedWords(clauses: TextClause[]): string | null {
  const words = singleWords(clauses);
  if (words === null) return null;
  const each = words.map((word, i) =>
    [quoteLexeme(definitionLexeme(word)), ...words.filter((_, j) => j !== i).map(quoteLexeme)].join(' & '),
  );
  // Several words may be one name, written together.
  const joined = words.length > 1 ? [words.join(''), words.join('_')].map(quoteLexeme) : [];
  return [...each.map((alternative) => `(${alternative})`), ...joined].join(' | ');
}

/** The lexemes of clauses that are one word each; null if a clause is anything else or there is none. */
export function singleWords(clauses: TextClause[]): string[] | null {
  const words: string[] = [];
  for (const { anyOf } of clauses) {
    const [term] = anyOf;
    if (anyOf.length !== 1 || term?.kind !== 'word') return null;
    words.push(toLexeme(term.text));
  }
  return words.length > 0 ? words : null;
}

/** The words of all clauses, joined by or: what `ts_rank` weighs. Never empty: with nothing to weigh it matches nothing. */
export function rankedWords(clauses: TextClause[]): string {
  const lexemes = new Set(
    clauses.flatMap(({ anyOf }) => anyOf.flatMap((term) => toWords(plainText(term)).map((w) => w.word))),
  );
  return lexemes.size > 0 ? [...lexemes].map(quoteLexeme).join(' | ') : quoteLexeme('=');
}

/** What of a term is text: of a pattern, what is left without its signs. */
function plainText(term: TextTerm): string {
  return term.kind === 'regex' ? term.text.replace(/\\[a-zA-Z]|\(\?[^)]*|[^\p{L}\p{N}_]+/gu, ' ') : term.text;
}

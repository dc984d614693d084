// Conditions for terms on `blobs b`: through an index where one can answer, on the text itself where none can.
import { type SQL, sql } from 'drizzle-orm';
import { quoteLexeme } from '@/lib/text/tokenize';
import type { TextTerm } from '../query';
import type { TextClause } from '../simplify';
import { hasTrigrams, inContent, likeContent, likeContentInAnyCase } from './pattern';
import { rankedWords, toLexeme } from './words';

export function and(conditions: SQL[]): SQL {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

export function or(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** Answered by the word index alone. `tsquery` is a tsquery's literal. */
export function matchesWords(tsquery: string): SQL {
  return sql`b.tsv @@ ${tsquery}::tsquery`;
}

/** What is left to prove of a clause once the required words match; null where that says it all. */
export function proveClause({ anyOf }: TextClause, matchCase: boolean): SQL | null {
  if (!matchCase && anyOf.every((term) => term.kind === 'word')) return null;
  return or(anyOf.map((term) => proveTerm(term, matchCase)));
}

/** The condition that a text does not hold a term; true for files without text. */
export function refuteTerm(term: TextTerm, matchCase: boolean): SQL {
  return sql`(${proveTerm(term, matchCase)}) is not true`;
}

function proveTerm(term: TextTerm, matchCase: boolean): SQL {
  if (term.kind === 'literal') return inContent(term.text);
  const asWord = matchesWords(quoteLexeme(toLexeme(term.text)));
  return matchCase ? sql`(${asWord} and ${inContent(term.text)})` : asWord;
}

/** A clause as the trigram index proves it; null where a term of it has too little for that. */
export function narrowClause({ anyOf }: TextClause): SQL | null {
  if (!anyOf.every((term) => term.kind === 'literal' && hasTrigrams(term.text))) return null;
  return or(anyOf.map((term) => likeContent(term.text)));
}

/** A clause within longer words and in other spellings, as the trigram index proves it. */
export function narrowLoosely({ anyOf }: TextClause, matchCase: boolean): SQL | null {
  if (!anyOf.every((term) => hasTrigrams(term.text))) return null;
  return or(anyOf.map((term) => (matchCase ? likeContent(term.text) : likeContentInAnyCase(term.text))));
}

/** How much a file is about the words of the clauses: the longer it is, the more often it must say them. */
export function rankBy(clauses: TextClause[]): SQL {
  return sql`coalesce(ts_rank(b.tsv, ${rankedWords(clauses)}::tsquery, 1), 0)`;
}

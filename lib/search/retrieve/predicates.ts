// Conditions for terms on `blobs b`: through an index if one can answer, on the text itself if none can.
import { type SQL, sql } from 'drizzle-orm';
import type { TextTerm } from '@/lib/search/query/query';
import type { TextClause } from '@/lib/search/query/simplify';
import { quoteLexeme } from '@/lib/text/tokenize';
import { inContent, inContentInAnyCase, likeContent, likeContentInAnyCase, spelledInContent } from './pattern';
import { hasTrigrams, type Letters } from './trigrams';
import { toLexeme } from './words';

export function and(conditions: SQL[]): SQL {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/** An array's elements one by one: a parameter each needs no type that the connection has to know. */
function textArray(texts: string[]): SQL {
  return sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;
}

export function or(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** Answered by the word index alone, which lacks words of a few large files. `tsquery` is a tsquery's literal. */
export function matchesWords(tsquery: string): SQL {
  return sql`b.tsv @@ ${tsquery}::tsquery`;
}

/**
 * All clauses, for files that have more words than the word index holds: finds what `matchesWords` misses there. Such
 * files have an index of their own, so no others are looked at.
 */
export function matchesCutWords(clauses: TextClause[], matchCase: boolean): SQL {
  const words = clauses.flatMap(({ anyOf }) =>
    anyOf.map((term) => (term.kind === 'word' ? toLexeme(term.text) : null)),
  );
  // A word that is not in the index is among those it had no room for; the last word of a literal may be a prefix.
  const isMissing = words.includes(null)
    ? sql`b.more_words is not null`
    : sql`b.more_words && ${textArray(words as string[])}`;
  return and([isMissing, ...clauses.map(({ anyOf }) => or(anyOf.map((term) => proveTerm(term, matchCase))))]);
}

/** True for a text that holds the word, by its words alone. */
export function hasWord(lexeme: string): SQL {
  return sql`(${matchesWords(quoteLexeme(lexeme))} or b.more_words @> ${textArray([lexeme])})`;
}

/** What is left to prove of a clause once the required words match; null if nothing is. */
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
  const asWord = hasWord(toLexeme(term.text));
  return matchCase ? sql`(${asWord} and ${spelledInContent(term.text)})` : asWord;
}

/** A clause as the trigram index proves it; null if a term of it has too little for that. */
export function narrowClause({ anyOf }: TextClause, letters: Letters): SQL | null {
  if (!anyOf.every((term) => term.kind === 'literal' && hasTrigrams(term.text, letters))) return null;
  return or(anyOf.map((term) => likeContent(term.text)));
}

/** A clause within longer words and in other spellings, as the trigram index proves it; null as above. */
export function narrowLoosely({ anyOf }: TextClause, letters: Letters, matchCase: boolean): SQL | null {
  if (!anyOf.every((term) => hasTrigrams(term.text, letters))) return null;
  return or(anyOf.map((term) => (matchCase ? likeContent(term.text) : likeContentInAnyCase(term.text))));
}

/** The same, proven on the text alone. */
export function proveLoosely({ anyOf }: TextClause, matchCase: boolean): SQL {
  return or(anyOf.map((term) => (matchCase ? inContent(term.text) : inContentInAnyCase(term.text))));
}

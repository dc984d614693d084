// Conditions for terms on `blobs b`: through an index if one can answer, on the text itself if none can.
import { type SQL, sql } from 'drizzle-orm';
import { definitionLexeme, quoteLexeme } from '@/lib/text/tokenize';
import { isNamePattern } from '../../query/glob';
import type { TextClause } from '../../query/plan/simplify';
import type { TextTerm } from '../../query/query';
import { compileRegex, isRegexError } from '../../regex/compile';
import type { Required } from '../../regex/required-text';
import { inContent, inContentInAnyCase, mayHold, mayHoldInAnyCase, spelledInContent } from './pattern';
import { blobsDefining, definesSymbol } from './symbols';
import type { Letters } from './trigrams';
import { toLexeme } from './words';

/** How the case of letters counts: of a plan. */
export interface Spelling {
  matchCase: boolean;
  ignoreCase: boolean;
}

/** True if only the text itself tells, and not in the database: its pattern is proven here. */
export function isPattern(term: TextTerm): boolean {
  return term.kind === 'regex';
}

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
export function matchesCutWords(clauses: TextClause[], spelling: Spelling): SQL {
  const words = clauses.flatMap(({ anyOf }) =>
    anyOf.map((term) =>
      term.kind === 'word' || (term.kind === 'symbol' && !isNamePattern(term.text)) ? lexemeOf(term) : null,
    ),
  );
  // A word that is not in the index is among those it had no room for; the last word of a literal may be a prefix.
  const isMissing = words.includes(null)
    ? sql`b.more_words is not null`
    : sql`b.more_words && ${textArray(words as string[])}`;
  const proven = clauses.filter(({ anyOf }) => !anyOf.some(isPattern));
  return and([isMissing, ...proven.map(({ anyOf }) => or(anyOf.map((term) => proveTerm(term, spelling))))]);
}

/** True for a text that holds the word, by its words alone. */
export function hasWord(lexeme: string): SQL {
  return sql`(${matchesWords(quoteLexeme(lexeme))} or b.more_words @> ${textArray([lexeme])})`;
}

/** What is left to prove of a clause once the required words match; null if nothing is. */
export function proveClause({ anyOf }: TextClause, spelling: Spelling): SQL | null {
  if (
    anyOf.every(
      ({ kind, text }) => (kind === 'symbol' && !isNamePattern(text)) || (kind === 'word' && !spelling.matchCase),
    )
  )
    return null;
  return or(anyOf.map((term) => proveTerm(term, spelling)));
}

/** All of a clause, whatever an index said of it before. */
export function proveWhole({ anyOf }: TextClause, spelling: Spelling): SQL {
  return or(anyOf.map((term) => proveTerm(term, spelling)));
}

/** The condition that a text does not hold a term; true for files without text. */
export function refuteTerm(term: TextTerm, spelling: Spelling): SQL {
  return sql`(${proveTerm(term, spelling)}) is not true`;
}

/** Null, which is neither true nor false, for a pattern: the database cannot tell. */
export function proveTerm(term: TextTerm, spelling: Spelling): SQL {
  if (term.kind === 'regex') return sql`null::boolean`;
  if (term.kind === 'symbol') return definesSymbol(term.text);
  if (term.kind === 'literal') return spelling.ignoreCase ? inContentInAnyCase(term.text) : inContent(term.text);
  const asWord = hasWord(toLexeme(term.text));
  return spelling.matchCase ? sql`(${asWord} and ${spelledInContent(term.text)})` : asWord;
}

/** A clause as the trigram index narrows it; null if a term of it has too little for that. */
export function narrowClause({ anyOf }: TextClause, letters: Letters, spelling: Spelling): SQL | null {
  if (anyOf.every((term) => term.kind === 'word' || (term.kind === 'symbol' && !isNamePattern(term.text)))) return null;
  const narrowed = anyOf.map((term) => narrowTerm(term, letters, spelling));
  return narrowed.every((condition) => condition !== null) ? or(narrowed) : null;
}

/** A condition that an index answers and every text with the term fulfils; null if there is none. */
export function narrowTerm(term: TextTerm, letters: Letters, spelling: Spelling): SQL | null {
  if (term.kind === 'word') return sql`(${matchesWords(quoteLexeme(toLexeme(term.text)))} or b.more_words is not null)`;
  if (term.kind === 'symbol') return narrowSymbol(term.text);
  if (term.kind === 'literal')
    return spelling.ignoreCase ? mayHoldInAnyCase(term.text, letters) : mayHold(term.text, letters);
  const compiled = compileRegex(term.text, { ignoreCase: spelling.ignoreCase });
  return isRegexError(compiled) ? sql`false` : narrowRequired(compiled.required, letters);
}

/** Of a pattern, the names' own index begins. */
function narrowSymbol(name: string): SQL {
  if (!isNamePattern(name)) return definesSymbol(name);
  return sql`(b.repo_id, b.id) in (${blobsDefining({ kind: 'glob', text: name, matchCase: false })})`;
}

/** On the text: what a clause's patterns require of it, before they are matched; null if one of them requires nothing. */
export function proveRequired({ anyOf }: TextClause, spelling: Spelling): SQL | null {
  const parts = anyOf.map((term) => {
    if (!isPattern(term)) return proveTerm(term, spelling);
    const compiled = compileRegex(term.text, { ignoreCase: spelling.ignoreCase });
    return isRegexError(compiled) ? sql`false` : requiredIn(compiled.required);
  });
  return parts.every((part) => part !== null) ? or(parts) : null;
}

function requiredIn(required: Required): SQL | null {
  if (required === null) return null;
  if (required.kind === 'has') return required.fold ? inContentInAnyCase(required.text) : inContent(required.text);
  const parts = required.parts.map(requiredIn);
  const known = parts.filter((part) => part !== null);
  if (required.kind === 'all') return known.length > 0 ? sql`(${and(known)})` : null;
  return known.length === parts.length ? or(known) : null;
}

function narrowRequired(required: Required, letters: Letters): SQL | null {
  if (required === null) return null;
  if (required.kind === 'has')
    return required.fold ? mayHoldInAnyCase(required.text, letters) : mayHold(required.text, letters);
  const parts = required.parts.map((part) => narrowRequired(part, letters));
  const known = parts.filter((part) => part !== null);
  if (required.kind === 'all') return known.length > 0 ? sql`(${and(known)})` : null;
  return known.length === parts.length ? or(known) : null;
}

/** A clause within longer words and in other spellings, as the trigram index narrows it; null as above. */
export function narrowLoosely({ anyOf }: TextClause, letters: Letters, spelling: Spelling): SQL | null {
  if (anyOf.some(isPattern)) return narrowClause({ anyOf }, letters, spelling);
  const narrowed = anyOf.map(({ text }) =>
    spelling.matchCase ? mayHold(text, letters) : mayHoldInAnyCase(text, letters),
  );
  return narrowed.every((condition) => condition !== null) ? or(narrowed) : null;
}

/** The same, proven on the text alone. */
export function proveLoosely({ anyOf }: TextClause, spelling: Spelling): SQL {
  return or(
    anyOf.map((term) => {
      if (isPattern(term)) return proveTerm(term, spelling);
      return spelling.matchCase ? inContent(term.text) : inContentInAnyCase(term.text);
    }),
  );
}

function lexemeOf({ kind, text }: TextTerm): string {
  return kind === 'symbol' ? definitionLexeme(toLexeme(text)) : toLexeme(text);
}

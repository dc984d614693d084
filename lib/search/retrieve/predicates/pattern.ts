// What the indexes can say of an exact piece of text (the words that it surely holds), and conditions that prove it.
import { type SQL, sql } from 'drizzle-orm';
import { quoteLexeme, toWords } from '@/lib/text/tokenize';
import { spellings } from '../../query/spellings';
import { hasTrigrams, hasTrigramsOf, type Letters } from './trigrams';

/** A word cut off at the end of the literal is looked up as a beginning from this length; shorter ones fit too much. */
const MIN_PREFIX = 3;
const ALONE_CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * How a word at the edge of a literal is taken: `open`, it may be a piece of a longer one; `begun`, the literal starts
 * where its first word does, as people mostly type.
 */
export type Edges = 'begun' | 'open';

/**
 * Parts of a tsquery that every text holding `literal` (with such edges) matches. A word at the end is a prefix; of one
 * at an open start nothing is known.
 */
export function wordsWithin(literal: string, edges: Edges): string[] {
  const parts = new Set<string>();
  for (const { written, start, end } of toWords(literal)) {
    const isAlone = ALONE_CHARACTER.test(literal.slice(start, end));
    const isCutLeft = start === 0 && !isAlone && edges === 'open';
    const isCutRight = end === literal.length && !isAlone;
    if (isCutLeft) continue;
    if (!isCutRight) parts.add(quoteLexeme(written));
    else if (written.length >= MIN_PREFIX) parts.add(`${quoteLexeme(written)}:*`);
  }
  return [...parts];
}

/** A condition that the trigram index answers and every text with `literal` fulfils; null if there is none. */
export function mayHold(literal: string, letters: Letters): SQL | null {
  return hasTrigrams(literal, letters) ? hasTrigramsOf(literal, letters) : null;
}

/** The same for `literal` in any case. */
export function mayHoldInAnyCase(literal: string, letters: Letters): SQL | null {
  const all = spellings(literal);
  return all.every((spelling) => hasTrigrams(spelling, letters))
    ? or(all.map((spelling) => hasTrigramsOf(spelling, letters)))
    : null;
}

/** Proven on the text alone: several times faster than LIKE there. */
export function inContent(literal: string): SQL {
  return sql`strpos(b.content, ${literal}) > 0`;
}

/**
 * A word in the case that it was typed in, whole or as a part of an identifier. What stands beside it is told apart for
 * ASCII alone: the database knows no case of other letters.
 */
export function spelledInContent(word: string): SQL {
  if (!/^\w+$/.test(word)) return inContent(word);
  const before = /^[a-z]/.test(word) ? '(?<![A-Za-z])' : /^[A-Z](?![a-z])/.test(word) ? '(?<![A-Z])' : '';
  const after = /[a-z]$/.test(word) ? '(?![a-z])' : /[A-Z]$/.test(word) ? '(?![a-z])(?![A-Z](?![a-z]))' : '';
  const digits = [/^\d/.test(word) ? '(?<!\\d)' : '', /\d$/.test(word) ? '(?!\\d)' : ''];
  const pattern = `${before}${digits[0]}${word}${digits[1]}${after}`;
  return pattern === word ? inContent(word) : sql`(${inContent(word)} and b.content ~ ${pattern})`;
}

/** In any case, proven on the text alone. Contents fold by ASCII. */
export function inContentInAnyCase(literal: string): SQL {
  return or(spellings(literal).map(inLowerContent));
}

function inLowerContent(spelling: string): SQL {
  return sql`strpos(lower(b.content), lower(${spelling}::text collate "C")) > 0`;
}

function or(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

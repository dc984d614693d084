// What an exact piece of text lets the indexes do: the words it surely holds, and whether trigrams narrow it.
import { type SQL, sql } from 'drizzle-orm';
import { quoteLexeme, toWords } from '@/lib/text/tokenize';
import { escapeLike } from '../glob';

/** A word cut off at the end of the literal is looked up as a beginning from this length; shorter ones fit too much. */
const MIN_PREFIX = 3;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;
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
  for (const { word, start, end } of toWords(literal)) {
    const isAlone = ALONE_CHARACTER.test(literal.slice(start, end));
    const isCutLeft = start === 0 && !isAlone && edges === 'open';
    const isCutRight = end === literal.length && !isAlone;
    if (isCutLeft) continue;
    if (!isCutRight) parts.add(quoteLexeme(word));
    else if (word.length >= MIN_PREFIX) parts.add(`${quoteLexeme(word)}:*`);
  }
  return [...parts];
}

/**
 * True where the trigram index can narrow a search for `literal`. It knows letters and digits: three in a row, or fewer
 * at the beginning of a word that the literal shows to be one.
 */
export function hasTrigrams(literal: string): boolean {
  for (const { 0: run, index } of literal.matchAll(/[a-z0-9]+/gi)) {
    const isBegun = index > 0 && !WORD_CHARACTER.test(literal[index - 1]!);
    if (run.length >= 3 || (isBegun && run.length >= 2)) return true;
  }
  return false;
}

/** Answered by the trigram index, then proven on the text. */
export function likeContent(literal: string): SQL {
  return sql`b.content like ${`%${escapeLike(literal)}%`}`;
}

/** Proven on the text alone: a third faster than LIKE there. */
export function inContent(literal: string): SQL {
  return sql`strpos(b.content, ${literal}) > 0`;
}

/**
 * `literal` in any case, answered and proven as by `likeContent`. Contents fold by ASCII, so other letters are looked for
 * in their usual spellings.
 */
export function likeContentInAnyCase(literal: string): SQL {
  return sql`(${sql.join(
    spellings(literal).map((spelling) => sql`b.content ilike ${`%${escapeLike(spelling)}%`}`),
    sql` or `,
  )})`;
}

function spellings(text: string): string[] {
  if (/^[\0-\x7f]*$/.test(text)) return [text];
  const lower = text.toLowerCase();
  const capital = lower.replace(/^\P{L}*\p{L}/u, (start) => start.toUpperCase());
  return [...new Set([text, lower, capital, text.toUpperCase()])];
}

// What the trigram index knows of a text: runs of what its database takes for letters, three in a row.
import { type SQL, sql } from 'drizzle-orm';
import type { SearchPlan } from '../../query/plan/simplify';
import { isText, leavesOf } from '../../query/query';
import { spellings } from '../../query/spellings';
import { compileRegex, isRegexError } from '../../regex/compile';
import type { Required } from '../../regex/required-text';
import type { SearchTransaction } from '../snapshot/snapshot';

/** Characters outside ASCII that the database takes for letters, or not: it depends on its locale. */
export type Letters = ReadonlySet<string>;

export const ASCII_ALONE: Letters = new Set();

const ASCII_LETTER = /[a-z0-9]/i;
/** Outside ASCII, what no database takes for a letter. */
const NO_LETTER = /[\p{P}\p{Z}\p{Sm}\p{Sc}]/u;
/** In some databases its lowercase depends on what follows, so the index may hold another form than the query. */
const UNSTABLE = /[Σσς]/g;

/** Replaces by `by` the letters that the index may hold in another form than the query. */
export function replaceUnstable(text: string, by: string): string {
  return text.replace(UNSTABLE, by);
}

/** Asks the database which of the characters that a plan's terms may be looked up by are letters to its trigrams. */
export async function trigramLetters(tx: SearchTransaction, plan: SearchPlan): Promise<Letters> {
  const leaves = [...plan.clauses.flatMap(({ anyOf }) => anyOf), ...plan.groups.flatMap(leavesOf).filter(isText)];
  const texts = leaves.flatMap((term) => (term.kind === 'regex' ? requiredTexts(term.text) : spellings(term.text)));
  const others = new Set(replaceUnstable(texts.join(''), '').replace(/[\0-\x7f]/g, ''));
  if (others.size === 0) return ASCII_ALONE;
  const rows = await tx.execute<{ letter: string }>(sql`
    select letter from jsonb_array_elements_text(${JSON.stringify([...others])}::jsonb) as asked (letter)
    where cardinality(show_trgm(letter)) > 0`);
  return new Set(rows.map((row) => row.letter));
}

/** Of a pattern, which may write its letters as numbers. */
function requiredTexts(pattern: string): string[] {
  const compiled = compileRegex(pattern, { ignoreCase: false });
  return isRegexError(compiled) ? [] : textsOf(compiled.required);
}

function textsOf(required: Required): string[] {
  if (required === null) return [];
  return required.kind === 'has' ? [required.text] : required.parts.flatMap(textsOf);
}

/**
 * True if the trigram index can narrow a search for `literal`: it has three letters in a row, or fewer at the
 * beginning of a word that the literal shows to be one.
 */
export function hasTrigrams(literal: string, letters: Letters): boolean {
  let run = 0;
  let isBegun = false;
  let previous = '';
  for (const character of literal) {
    if (ASCII_LETTER.test(character) || letters.has(character)) {
      if (run === 0) isBegun = previous !== '_' && isBoundary(previous, letters);
      run++;
      if (run >= 3 || (isBegun && run >= 2)) return true;
    } else run = 0;
    previous = character;
  }
  return false;
}

/** True if a word of the trigrams surely ends before such a character, or begins after it. */
function isBoundary(character: string, letters: Letters): boolean {
  if (character === '' || letters.has(character)) return false;
  return character <= '\x7f' ? !ASCII_LETTER.test(character) : NO_LETTER.test(character);
}

/**
 * The condition on `blobs b` that a text has all trigrams of `literal` in any case, which the index answers without a look
 * at any text. Only for what `hasTrigrams`: without any the condition would be true everywhere.
 */
export function hasTrigramsOf(literal: string, letters: Letters): SQL {
  const [some, others] = [wordsOf(literal, letters, 'q'), wordsOf(literal, letters, 'r')];
  // What stands beside the literal is not known: only trigrams that do not hang on it are asked for.
  const asked =
    some === others
      ? sql`show_trgm(${some})`
      : sql`array(select unnest(show_trgm(${some})) intersect select unnest(show_trgm(${others})))`;
  return sql`content_trigrams(b.content) @> ${asked}`;
}

/** The words of a literal as the trigrams have them; those that may go on, in either direction, go on with `beside`. */
function wordsOf(literal: string, letters: Letters, beside: string): string {
  const characters = [...literal];
  let words = '';
  for (const [i, character] of characters.entries()) {
    if (!isLetter(character, letters)) continue;
    const [before = '', after = ''] = [characters[i - 1], characters[i + 1]];
    if (!isLetter(before, letters)) words += isBoundary(before, letters) ? ' ' : ` ${beside}`;
    words += character;
    if (!isLetter(after, letters)) words += isBoundary(after, letters) ? ' ' : beside;
  }
  return words;
}

function isLetter(character: string, letters: Letters): boolean {
  return character !== '' && !isUnstable(character) && (ASCII_LETTER.test(character) || letters.has(character));
}

function isUnstable(character: string): boolean {
  return replaceUnstable(character, '') === '';
}

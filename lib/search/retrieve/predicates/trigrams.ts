// What the trigram index knows of a text: runs of what its database takes for letters, three in a row.
import { sql } from 'drizzle-orm';
import type { SearchPlan } from '../../query/plan/simplify';
import { isText, leavesOf } from '../../query/query';
import type { SearchTransaction } from '../snapshot/snapshot';

/** Characters outside ASCII that the database takes for letters, or not: it depends on its locale. */
export type Letters = ReadonlySet<string>;

export const ASCII_ALONE: Letters = new Set();

const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;
const ASCII_LETTER = /[a-z0-9]/i;
/** In some databases its lowercase depends on what follows, so the index may hold another form than the query. */
const UNSTABLE = /[Σσς]/g;

/** Replaces by `by` the letters that the index may hold in another form than the query. */
export function replaceUnstable(text: string, by: string): string {
  return text.replace(UNSTABLE, by);
}

/** Asks the database which of the characters in a plan's terms are letters to its trigrams. */
export async function trigramLetters(tx: SearchTransaction, plan: SearchPlan): Promise<Letters> {
  const leaves = [...plan.clauses.flatMap(({ anyOf }) => anyOf), ...plan.groups.flatMap(leavesOf).filter(isText)];
  const terms = leaves.map((term) => term.text);
  const others = new Set(replaceUnstable(terms.join(''), '').replace(/[\0-\x7f]/g, ''));
  if (others.size === 0) return ASCII_ALONE;
  const rows = await tx.execute<{ letter: string }>(sql`
    select letter from jsonb_array_elements_text(${JSON.stringify([...others])}::jsonb) as asked (letter)
    where cardinality(show_trgm(letter)) > 0`);
  return new Set(rows.map((row) => row.letter));
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
      if (run === 0) isBegun = previous !== '' && !WORD_CHARACTER.test(previous);
      run++;
      if (run >= 3 || (isBegun && run >= 2)) return true;
    } else run = 0;
    previous = character;
  }
  return false;
}

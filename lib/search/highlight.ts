// Picks the lines of a file that show best why it matched, with the ranges to mark in each.
import { type SearchMatch, toLineMatches } from './lines';
import { findOccurrences } from './occurrences';
import type { TextTerm } from './query';

export interface Highlighted {
  matches: SearchMatch[];
  /** Occurrences in the text that was looked at. */
  matchCount: number;
}

/** Lines shown of each file. */
export const MAX_LINES = 6;

/** `firstLine` is the number of the text's first line, for a text that is a piece of a file. */
export function highlight(
  text: string,
  terms: TextTerm[],
  o: { matchCase: boolean; isLoose: boolean; firstLine?: number },
): Highlighted {
  const occurrences = findOccurrences(text, terms, o);
  return {
    matches: toLineMatches(text, occurrences, { maxLines: MAX_LINES, firstLine: o.firstLine ?? 1 }),
    matchCount: occurrences.length,
  };
}

// Picks the lines of a file that show best why it is a result, with the ranges to mark in each.

import type { TextTerm } from '@/lib/search/query/query';
import { plainLines, type SearchMatch, toLineMatches } from './lines';
import { findOccurrences, type OccurrenceOptions } from './occurrences';

export interface Highlighted {
  matches: SearchMatch[];
  /** Occurrences in the text, of those that were counted. */
  matchCount: number;
}

export interface HighlightOptions extends OccurrenceOptions {
  terms: TextTerm[];
}

/** Lines shown of each file. */
export const MAX_LINES = 6;

/** The best lines of a whole text. */
export function highlight(text: string, options: HighlightOptions): Highlighted {
  const occurrences = findOccurrences(text, options.terms, options);
  return { matches: toLineMatches(text, occurrences, MAX_LINES), matchCount: occurrences.length };
}

/** The first lines of a range that says as a whole why the file was found; terms that stand in it are marked. */
export function showLines(
  text: string,
  [first, last]: [first: number, last: number],
  options: HighlightOptions,
): Highlighted {
  const occurrences = findOccurrences(text, options.terms, options);
  const marked = toLineMatches(text, occurrences, Number.POSITIVE_INFINITY);
  const byLine = new Map(marked.map((match) => [match.line, match]));
  const matches = plainLines(text, first - 1, last - 1, MAX_LINES).map(
    ({ index, text }) => byLine.get(index + 1) ?? { line: index + 1, text, ranges: [] },
  );
  return { matches, matchCount: 0 };
}

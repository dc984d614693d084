// Picks the lines of a file that show best why it is a result, with the ranges to mark in each.
import type { PageText } from './contents';
import { plainLines, type SearchMatch, toLineMatches } from './lines';
import { findOccurrences } from './occurrences';
import type { TextTerm } from './query';

export interface Highlighted {
  matches: SearchMatch[];
  /** Occurrences in the text that was looked at. */
  matchCount: number;
}

export interface HighlightOptions {
  terms: TextTerm[];
  matchCase: boolean;
  /** Takes words and literals anywhere and in any case. */
  isLoose: boolean;
}

/** Lines shown of each file. */
export const MAX_LINES = 6;

/** The lines with most of the terms. */
export function highlight({ text, firstLine }: PageText, o: HighlightOptions): Highlighted {
  const occurrences = findOccurrences(text, o.terms, o);
  return { matches: toLineMatches(text, occurrences, MAX_LINES, firstLine), matchCount: occurrences.length };
}

/** The first lines of a range that says as a whole why the file was found; terms that stand in it are marked. */
export function showLines(
  { text, firstLine }: PageText,
  [first, last]: [first: number, last: number],
  o: HighlightOptions,
): Highlighted {
  const lines = plainLines(text, first - firstLine, last - firstLine, MAX_LINES);
  const occurrences = findOccurrences(text, o.terms, o);
  const marked = toLineMatches(text, occurrences, Number.POSITIVE_INFINITY, firstLine);
  const byLine = new Map(marked.map((match) => [match.line, match]));
  const matches = lines.map(
    ({ index, text }) => byLine.get(firstLine + index) ?? { line: firstLine + index, text, ranges: [] },
  );
  return { matches, matchCount: 0 };
}

// Marks in one file what a query looks for there, by the same rule that found it.

import { simplify, termsOf } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { findOccurrences, type Occurrence } from './occurrences';

/** UTF-16 offsets [start, end) into a line, in order and apart. */
export type LineRanges = [start: number, end: number][];

export interface FileMarks {
  /** The ranges of each line (from 1) that has some, in order. */
  lines: Map<number, LineRanges>;
  /** Occurrences in the file, of those that were counted. */
  count: number;
}

/**
 * What `query` looks for in `text`. Filters mark nothing. If no term stands in the text as it was typed, it is marked
 * within longer words and in other cases, as search finds it then.
 */
export function markFile(text: string, query: string): FileMarks {
  const plan = simplify(parseQuery(query));
  const terms = termsOf(plan);
  const { matchCase, ignoreCase } = plan;
  const strict = findOccurrences(text, terms, { matchCase, ignoreCase, isLoose: false });
  const found = strict.length > 0 ? strict : findOccurrences(text, terms, { matchCase, ignoreCase, isLoose: true });
  return { lines: byLine(text, found), count: found.length };
}

/** One over several lines is marked on each. */
function byLine(text: string, occurrences: Occurrence[]): Map<number, LineRanges> {
  const lines = new Map<number, LineRanges>();
  let line = 1;
  let start = 0;
  let end = endOfLine(text, 0);
  for (const occurrence of occurrences) {
    while (end <= occurrence.start && end < text.length) {
      line += 1;
      start = end + 1;
      end = endOfLine(text, start);
    }
    // A look ahead: the next occurrence may begin on this line as well.
    for (let at = line, from = start, to = end; from <= occurrence.end; ) {
      const range: [number, number] = [Math.max(occurrence.start, from) - from, Math.min(occurrence.end, to) - from];
      if (range[1] > range[0]) addRange(lines, at, range);
      if (to >= text.length) break;
      at += 1;
      from = to + 1;
      to = endOfLine(text, from);
    }
  }
  return new Map([...lines].sort(([a], [b]) => a - b));
}

function addRange(lines: Map<number, LineRanges>, line: number, range: [number, number]): void {
  const ranges = lines.get(line);
  const last = ranges?.at(-1);
  if (!ranges) lines.set(line, [range]);
  else if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
  else ranges.push(range);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

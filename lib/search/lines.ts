// Turns occurrences in a text into the few lines worth showing.
import { endOfLine, shownEnd } from '@/lib/text/lines';
import type { Occurrence } from './occurrences';

export interface SearchMatch {
  /** 1-based. */
  line: number;
  /** The line, cut around its matches where it is long. */
  text: string;
  /** UTF-16 offsets into `text`, in order, apart from one another. */
  ranges: [start: number, end: number][];
}

/** Longer lines are cut to about this many UTF-16 units around their first match. */
const MAX_LINE = 300;
const BEFORE_MATCH = 80;

interface Line {
  /** 0-based. */
  index: number;
  start: number;
  end: number;
  occurrences: Occurrence[];
}

/**
 * The `maxLines` lines with the most different terms, the first ones among equals, in the order of the text.
 * A match over several lines is marked on each. `firstLine` is the number of the text's first line.
 */
export function toLineMatches(
  text: string,
  occurrences: Occurrence[],
  maxLines: number,
  firstLine: number,
): SearchMatch[] {
  return collectLines(text, occurrences)
    .sort((a, b) => countTerms(b) - countTerms(a) || a.index - b.index)
    .slice(0, maxLines)
    .sort((a, b) => a.index - b.index)
    .map((line) => ({ line: firstLine + line.index, ...cutLine(text, line) }));
}

/** Up to `maxLines` lines between two 0-based ones, from the first that is not blank, cut where they are long. */
export function plainLines(
  text: string,
  first: number,
  last: number,
  maxLines: number,
): { index: number; text: string }[] {
  const lines: { index: number; text: string }[] = [];
  let start = 0;
  for (let index = 0; index <= last && start < text.length && lines.length < maxLines; index++) {
    const end = endOfLine(text, start);
    if (index >= first) {
      const line = text.slice(start, shownEnd(text, start, end));
      if (lines.length > 0 || line.trim()) lines.push({ index, text: cutAfter(line) });
    }
    start = end + 1;
  }
  return lines;
}

function cutAfter(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, wholeCharacter(line, MAX_LINE))}…` : line;
}

function collectLines(text: string, occurrences: Occurrence[]): Line[] {
  const lines: Line[] = [];
  let current: Line = { index: 0, start: 0, end: endOfLine(text, 0), occurrences: [] };
  const open: Occurrence[] = [];
  let next = 0;
  while (next < occurrences.length || open.length > 0) {
    while (next < occurrences.length && occurrences[next]!.start <= current.end) open.push(occurrences[next++]!);
    current.occurrences = open.filter(
      ({ start, end }) => end > current.start && start < current.end && current.end > current.start,
    );
    if (current.occurrences.length > 0) lines.push(current);
    for (let i = open.length - 1; i >= 0; i--) if (open[i]!.end <= current.end + 1) open.splice(i, 1);
    if (current.end >= text.length) break;
    const start = current.end + 1;
    current = { index: current.index + 1, start, end: endOfLine(text, start), occurrences: [] };
  }
  return lines;
}

function countTerms(line: Line): number {
  return new Set(line.occurrences.map((occurrence) => occurrence.term)).size;
}

function cutLine(text: string, line: Line): Pick<SearchMatch, 'text' | 'ranges'> {
  const lineEnd = shownEnd(text, line.start, line.end);
  const first = Math.max(line.occurrences[0]!.start, line.start);
  const isLong = lineEnd - line.start > MAX_LINE;
  const start = isLong
    ? wholeCharacter(text, Math.max(line.start, Math.min(first - BEFORE_MATCH, lineEnd - MAX_LINE)))
    : line.start;
  const end = isLong ? wholeCharacter(text, Math.min(lineEnd, start + MAX_LINE)) : lineEnd;
  const head = start > line.start ? '…' : '';
  const tail = end < lineEnd ? '…' : '';
  const ranges = line.occurrences
    .map(({ start: from, end: to }): [number, number] => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => to > from)
    .map(([from, to]): [number, number] => [from - start + head.length, to - start + head.length]);
  return { text: `${head}${text.slice(start, end)}${tail}`, ranges: joinOverlaps(ranges) };
}

/** Moves an offset off the middle of a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff && offset > 0 ? offset - 1 : offset;
}

function joinOverlaps(ranges: [number, number][]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

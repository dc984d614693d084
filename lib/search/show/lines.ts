// Turns occurrences in a text into the few lines worth showing.
import { endOfLine, shownEnd } from '@/lib/text/lines';
import type { Occurrence } from './occurrences';

export interface SearchMatch {
  /** 1-based. */
  line: number;
  /** The line; of a long one the pieces around its matches, with … between them. */
  text: string;
  /** UTF-16 offsets into `text`, in order, apart from one another. */
  ranges: [start: number, end: number][];
}

/** Longer lines are cut to about this many UTF-16 units around their matches. */
const MAX_LINE = 300;
const BEFORE_MATCH = 80;
/** Of each piece, if one piece does not hold all terms. */
const MIN_PIECE = 60;
const MAX_PIECES = 6;

interface Line {
  /** 0-based. */
  index: number;
  start: number;
  end: number;
  occurrences: Occurrence[];
}

/**
 * The `maxLines` lines that show best why a text matches, in its order: for each term its best line, as far as there is
 * room, then the best of the others. A match over several lines is marked on each.
 */
export function toLineMatches(text: string, occurrences: Occurrence[], maxLines: number): SearchMatch[] {
  const ranked = bestLines(text, occurrences, maxLines);
  const chosen = new Set<RankedLine>();
  const shown = new Set<number>();
  for (const line of ranked) {
    if (chosen.size >= maxLines) break;
    if (line.terms.every((term) => shown.has(term))) continue;
    chosen.add(line);
    for (const term of line.terms) shown.add(term);
  }
  for (const line of ranked) if (chosen.size < maxLines) chosen.add(line);
  return [...chosen]
    .sort((a, b) => a.index - b.index)
    .map((line) => ({ line: line.index + 1, ...cutLine(text, line) }));
}

/**
 * The lines that can be chosen, best first: the best of all, and of those with the same terms the best one. Others would
 * bring no term that is not shown already, and there are often very many.
 */
function bestLines(text: string, occurrences: Occurrence[], maxLines: number): RankedLine[] {
  const best: RankedLine[] = [];
  const ofTerms = new Map<string, RankedLine>();
  eachLine(text, occurrences, (index, start, end, held) => {
    const line = rankLine(index, start, end, held);
    const terms = line.terms.length === 1 ? String(line.terms[0]) : [...line.terms].sort((a, b) => a - b).join();
    const known = ofTerms.get(terms);
    if (!known || compareLines(line, known) < 0) ofTerms.set(terms, line);
    if (!Number.isFinite(maxLines)) {
      best.push(line);
      return;
    }
    if (best.length >= maxLines && compareLines(line, best[best.length - 1]!) > 0) return;
    let at = best.length;
    while (at > 0 && compareLines(line, best[at - 1]!) < 0) at--;
    best.splice(at, 0, line);
    if (best.length > maxLines) best.pop();
  });
  return [...new Set([...best, ...ofTerms.values()])].sort(compareLines);
}

/** Up to `maxLines` lines between two 0-based ones, from the first that is not blank, cut if they are long. */
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

/** Calls `visit` with each line that has an occurrence, in order. */
function eachLine(
  text: string,
  occurrences: Occurrence[],
  visit: (index: number, start: number, end: number, held: Occurrence[]) => void,
): void {
  let open: Occurrence[] = [];
  let next = 0;
  let index = 0;
  let start = 0;
  let end = endOfLine(text, 0);
  while (next < occurrences.length || open.length > 0) {
    // Lines without any are only counted: most of a file's are such.
    while (open.length === 0 && occurrences[next]!.start > end && end < text.length) {
      index++;
      start = end + 1;
      end = endOfLine(text, start);
    }
    while (next < occurrences.length && occurrences[next]!.start <= end) open.push(occurrences[next++]!);
    const until = shownEnd(text, start, end);
    const held = open.filter(
      (o) => (until > start && o.end > start && o.start < until) || (o.start >= start && isLineEnd(text, o)),
    );
    if (held.length > 0) visit(index, start, end, held);
    if (end >= text.length) break;
    const after = end + 1;
    open = open.filter((o) => o.end > after);
    index++;
    start = after;
    end = endOfLine(text, start);
  }
}

/** A match of nothing but line ends has no mark, and belongs to the line that it ends. */
function isLineEnd(text: string, { start, end }: Occurrence): boolean {
  for (let i = start; i < end; i++) if (text[i] !== '\n' && text[i] !== '\r') return false;
  return true;
}

interface RankedLine extends Line {
  terms: readonly number[];
  defines: number;
  closeness: number;
}

function rankLine(index: number, start: number, end: number, occurrences: Occurrence[]): RankedLine {
  const terms: number[] = [];
  const closest: number[] = [];
  let defines = 0;
  let closeness = 0;
  for (const occurrence of occurrences) {
    defines = Math.max(defines, occurrence.defines);
    const place = terms.indexOf(occurrence.term);
    if (place < 0) {
      terms.push(occurrence.term);
      closest.push(occurrence.closeness);
      closeness += occurrence.closeness;
    } else if (occurrence.closeness > closest[place]!) {
      closeness += occurrence.closeness - closest[place]!;
      closest[place] = occurrence.closeness;
    }
  }
  return { index, start, end, occurrences, terms, defines, closeness };
}

/** Definitions first, then the most terms, then those spelled most like what was typed, then the first. */
function compareLines(a: RankedLine, b: RankedLine): number {
  return b.defines - a.defines || b.terms.length - a.terms.length || b.closeness - a.closeness || a.index - b.index;
}

function cutLine(text: string, line: Line): Pick<SearchMatch, 'text' | 'ranges'> {
  const end = shownEnd(text, line.start, line.end);
  const pieces = end - line.start > MAX_LINE ? piecesOf(text, line, end) : [[line.start, end] as const];
  let shown = '';
  const ranges: [number, number][] = [];
  for (const [from, to] of pieces) {
    if (from > line.start) shown += '…';
    for (const occurrence of line.occurrences) {
      const [start, stop] = [Math.max(occurrence.start, from), Math.min(occurrence.end, to)];
      if (stop > start) ranges.push([start - from + shown.length, stop - from + shown.length]);
    }
    shown += text.slice(from, to);
  }
  if ((pieces.at(-1)?.[1] ?? end) < end) shown += '…';
  return { text: shown, ranges: joinOverlaps(ranges) };
}

/** Where a long line is cut: around the best occurrence of each of its terms. */
function piecesOf(text: string, line: Line, end: number): (readonly [from: number, to: number])[] {
  const best = new Map<number, Occurrence>();
  for (const occurrence of line.occurrences) {
    const known = best.get(occurrence.term);
    if (!known || compareOccurrences(occurrence, known) < 0) best.set(occurrence.term, occurrence);
  }
  const wanted = [...best.values()].slice(0, MAX_PIECES).sort((a, b) => a.start - b.start);
  const first = Math.max(wanted[0]!.start, line.start);
  const isNear = Math.min(wanted.at(-1)!.end, end) - first <= MAX_LINE - BEFORE_MATCH;
  const length = isNear ? MAX_LINE : Math.max(MIN_PIECE, Math.floor(MAX_LINE / wanted.length));
  const before = isNear ? BEFORE_MATCH : Math.floor(length / 4);
  const pieces: [number, number][] = [];
  for (const { start } of isNear ? wanted.slice(0, 1) : wanted) {
    const at = Math.max(start, line.start);
    const from = wholeCharacter(text, Math.max(line.start, Math.min(at - before, end - length)));
    const to = wholeCharacter(text, Math.min(end, from + length));
    const last = pieces.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else pieces.push([from, to]);
  }
  return pieces;
}

function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return b.defines - a.defines || b.closeness - a.closeness || a.start - b.start;
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

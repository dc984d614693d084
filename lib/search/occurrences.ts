// Finds where the terms of a query stand in a text.
import { eachWord, normaliseWord } from '@/lib/text/tokenize';
import { escapeRegex } from './glob';
import type { TextTerm } from './query';

export interface Occurrence {
  /** UTF-16 offsets. */
  start: number;
  end: number;
  /** Index of the term. */
  term: number;
}

/** Occurrences counted of each term: beyond these, more tell nobody anything. */
const MAX_PER_TERM = 1000;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;

/** Occurrences of all terms, ordered by place. `isLoose` takes words and literals anywhere and in any case. */
export function findOccurrences(
  text: string,
  terms: TextTerm[],
  { matchCase, isLoose }: { matchCase: boolean; isLoose: boolean },
): Occurrence[] {
  const found = terms.flatMap((term, i) => {
    const spans =
      term.kind === 'literal' || isLoose
        ? findText(text, term.text, matchCase || !isLoose)
        : findWord(text, term.text, matchCase);
    return spans.map(([start, end]) => ({ start, end, term: i }));
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

type Span = [start: number, end: number];

function findText(text: string, wanted: string, matchCase: boolean): Span[] {
  const pattern = new RegExp(escapeRegex(wanted), matchCase ? 'gu' : 'giu');
  const spans: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    spans.push([match.index, match.index + match[0].length]);
    if (spans.length >= MAX_PER_TERM) break;
  }
  return spans;
}

/** Finds a word as indexing would: an identifier, or a part of one. */
function findWord(text: string, wanted: string, matchCase: boolean): Span[] {
  const { word } = normaliseWord(wanted);
  const spans: Span[] = [];
  const pattern = new RegExp(escapeRegex(wanted.normalize('NFC')), matchCase ? 'gu' : 'giu');
  const known = new Map<string, boolean>();
  let checkedTo = -1;
  let isKnown = false;
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    // An identifier is checked once, however often its parts repeat, and whoever repeats it.
    if (end > checkedTo) {
      const [from, to] = widen(text, start, end);
      const identifier = text.slice(from, to);
      isKnown = known.get(identifier) ?? hasWord(identifier, word);
      known.set(identifier, isKnown);
      checkedTo = to;
    }
    if (isKnown) spans.push([start, end]);
    if (spans.length >= MAX_PER_TERM) break;
  }
  return spans.length > 0 || isAscii(word) ? spans : findWordAsIndexed(text, word);
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** For text that is composed otherwise than the query: slower, so only where the quick way found nothing. */
function findWordAsIndexed(text: string, word: string): Span[] {
  const spans: Span[] = [];
  eachWord(text, (start, end) => {
    if (spans.length >= MAX_PER_TERM) return;
    if (hasWord(text.slice(start, end), word)) spans.push([start, end]);
  });
  return spans;
}

function hasWord(identifier: string, word: string): boolean {
  const { word: whole, parts } = normaliseWord(identifier);
  return whole === word || parts.includes(word);
}

/** Longest identifier that is looked at on either side of a match. */
const MAX_WIDENING = 200;

function widen(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from > 0 && start - from < MAX_WIDENING && WORD_CHARACTER.test(text[from - 1]!)) from--;
  while (to < text.length && to - end < MAX_WIDENING && WORD_CHARACTER.test(text[to]!)) to++;
  return [from, to];
}

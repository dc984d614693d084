// Finds where the terms of a query stand in a text: what makes a file match is what is marked in it.
import { endOfLine } from '@/lib/text/lines';
import { eachWord, normaliseWord, wordAround } from '@/lib/text/tokenize';
import { definesAt } from './defines';
import { escapeRegex } from './glob';
import type { TextTerm } from './query';
import { spellings } from './spellings';

export interface Occurrence {
  /** UTF-16 offsets. */
  start: number;
  end: number;
  /** Index of the term. */
  term: number;
  /** 2 where the term's name is defined here, 1 where a longer name is that it is part of, else 0. */
  defines: 0 | 1 | 2;
  /** How near it is to what was typed: 2 for a whole word, and 1 for the same case. */
  closeness: number;
}

/** Occurrences counted of each term; beyond these, more tell nobody anything, but for definitions. */
const MAX_PER_TERM = 1000;
const MAX_DEFINITIONS = 100;

export interface OccurrenceOptions {
  matchCase: boolean;
  /** Takes words and literals anywhere and in any case. */
  isLoose: boolean;
}

/** Occurrences of all terms, ordered by place. */
export function findOccurrences(text: string, terms: TextTerm[], o: OccurrenceOptions): Occurrence[] {
  const found = terms.flatMap((term, i) => {
    const spans =
      term.kind === 'literal' || o.isLoose
        ? findText(text, term.text, o.matchCase || !o.isLoose)
        : findWord(text, term.text, o.matchCase);
    return spans.map((span) => ({ ...span, term: i }));
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

type Span = Omit<Occurrence, 'term'>;

/** A piece of text wherever it stands, as one of its spellings unless its case matters. */
function findText(text: string, wanted: string, matchCase: boolean): Span[] {
  const wantedIn = matchCase ? [wanted] : spellings(wanted);
  const pattern = new RegExp(wantedIn.map(escapeRegex).join('|'), matchCase ? 'gu' : 'giu');
  const spans: Span[] = [];
  for (const { 0: match, index } of text.matchAll(pattern)) {
    spans.push({ start: index, end: index + match.length, defines: 0, closeness: match === wanted ? 1 : 0 });
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
  let identifier: [from: number, to: number] = [0, 0];
  let isKnown = false;
  let definitions = 0;
  for (const { 0: match, index: start } of text.matchAll(pattern)) {
    const end = start + match.length;
    // An identifier is checked once, however often its parts repeat, and whoever repeats it.
    if (end > identifier[1]) {
      identifier = wordAround(text, start, end);
      const name = text.slice(...identifier);
      isKnown = known.get(name) ?? hasWord(name, word);
      known.set(name, isKnown);
    }
    if (!isKnown) continue;
    const isFull = spans.length - definitions >= MAX_PER_TERM;
    if (isFull && definitions >= MAX_DEFINITIONS) break;
    const isWhole = start === identifier[0] && end === identifier[1];
    const isDefinition = isDefined(text, identifier);
    if (isFull && !isDefinition) continue;
    if (isDefinition) definitions++;
    const closeness = (isWhole ? 2 : 0) + (match === wanted ? 1 : 0);
    spans.push({ start, end, defines: isDefinition ? (isWhole ? 2 : 1) : 0, closeness });
  }
  if (spans.length > 0) return spans;
  const asIndexed = isAscii(word) ? [] : findWordAsIndexed(text, word);
  // The database proves the case of a word on what surrounds it, more loosely than this.
  return asIndexed.length > 0 || !matchCase ? asIndexed : findText(text, wanted, true);
}

/** Names further from the beginning of their line are not looked at. */
const MAX_BEFORE = 200;
const MAX_AFTER = 400;

function isDefined(text: string, [from, to]: [from: number, to: number]): boolean {
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  if (from - lineStart > MAX_BEFORE) return false;
  const lineEnd = Math.min(endOfLine(text, to), to + MAX_AFTER);
  return definesAt(text.slice(lineStart, from), text.slice(to, lineEnd));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** For text that is composed otherwise than the query: slower, so only where the quick way found nothing. */
function findWordAsIndexed(text: string, word: string): Span[] {
  const spans: Span[] = [];
  eachWord(text, (start, end) => {
    if (spans.length >= MAX_PER_TERM) return;
    if (hasWord(text.slice(start, end), word)) spans.push({ start, end, defines: 0, closeness: 2 });
  });
  return spans;
}

function hasWord(identifier: string, word: string): boolean {
  const { word: whole, parts } = normaliseWord(identifier);
  return whole === word || parts.includes(word);
}

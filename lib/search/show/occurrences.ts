// Finds where the terms of a query stand in a text: what makes a file match is what is marked in it.

import { escapeRegex, isNamePattern } from '@/lib/search/query/glob';
import type { TextTerm } from '@/lib/search/query/query';
import { spellings } from '@/lib/search/query/spellings';
import { definesAt, mayEndBefore } from '@/lib/search/rank/defines';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import { endOfLine } from '@/lib/text/lines';
import { eachWord, normaliseWord, standsApart, wordAround } from '@/lib/text/tokenize';
import { nameFits } from '../retrieve/predicates/symbols';

export interface Occurrence {
  /** UTF-16 offsets. */
  start: number;
  end: number;
  /** Index of the term. */
  term: number;
  /** 2 if the term's name is defined here, 1 if a longer name that holds the term is, else 0. */
  defines: 0 | 1 | 2;
  /** How near it is to what was typed: 2 for a whole word, and 1 for the same case. */
  closeness: number;
}

/** Occurrences counted of each term; beyond these only definitions are looked for. */
export const MAX_PER_TERM = 1000;
const MAX_DEFINITIONS = 100;
/** Occurrences that are looked at for definitions. */
const MAX_LOOKED_AT = 10_000;

export interface OccurrenceOptions {
  matchCase: boolean;
  /** Takes literals and patterns in any case. */
  ignoreCase?: boolean;
  /** Takes words and literals anywhere and in any case. */
  isLoose: boolean;
  /** Occurrences counted of each term: 1,000 unless said otherwise. */
  maxPerTerm?: number;
  /** Where patterns match, by pattern, if that is known: start, end, start, end. */
  ranges?: ReadonlyMap<string, number[]>;
}

/** Occurrences of all terms, ordered by place. */
export function findOccurrences(text: string, terms: TextTerm[], options: OccurrenceOptions): Occurrence[] {
  const found: Occurrence[][] = terms.map((term, i) => {
    const spans = findTerm(text, term, options);
    const isWhole = (term.kind === 'word' || term.kind === 'literal') && term.isWhole;
    const occurrences = isWhole ? spans.filter(({ start, end }) => standsApart(text, start, end)) : spans;
    if (i > 0) for (const occurrence of occurrences) occurrence.term = i;
    return occurrences;
  });
  // Those of one term are in order already.
  return found.length === 1 ? found[0]! : found.flat().sort((a, b) => a.start - b.start || b.end - a.end);
}

/** An occurrence that does not know yet which of the terms it is of. */
type Span = Occurrence;

function findTerm(text: string, term: TextTerm, options: OccurrenceOptions): Span[] {
  const { matchCase, ignoreCase = false, isLoose, maxPerTerm = MAX_PER_TERM } = options;
  if (term.kind === 'regex') {
    return toSpans(options.ranges?.get(term.text) ?? findPattern(text, term.text, { ignoreCase, max: maxPerTerm }));
  }
  if (term.kind === 'literal' || isLoose) {
    return findText(text, term.text, { matchCase: matchCase || !(isLoose || ignoreCase), max: maxPerTerm });
  }
  if (term.kind === 'symbol' && isNamePattern(term.text)) return findNames(text, term.text, maxPerTerm);
  const spans = findWord(text, term.text, { matchCase, max: maxPerTerm });
  if (term.kind === 'word') return spans;
  const definitions = spans.filter((span) => span.defines > 0);
  return definitions.length > 0 ? definitions : spans;
}

/** Whole names that fit a pattern; those that are defined here, if there are any. */
function findNames(text: string, pattern: string, max: number): Span[] {
  const fits = nameFits({ kind: 'glob', text: pattern, matchCase: false });
  const spans: Span[] = [];
  const definitions: Span[] = [];
  eachWord(text, (start, end) => {
    if (definitions.length >= max || !fits(text.slice(start, end))) return;
    if (isDefined(text, [start, end])) definitions.push({ start, end, term: 0, defines: 2, closeness: 2 });
    else if (spans.length < max) spans.push({ start, end, term: 0, defines: 0, closeness: 2 });
  });
  return definitions.length > 0 ? definitions : spans;
}

/** What a pattern matches, empty matches left out. */
function findPattern(text: string, pattern: string, { ignoreCase, max }: { ignoreCase: boolean; max: number }) {
  const compiled = compileRegex(pattern, { ignoreCase });
  return isRegexError(compiled) ? [] : compiled.ranges(text, max);
}

function toSpans(ranges: number[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < ranges.length; i += 2)
    spans.push({ start: ranges[i]!, end: ranges[i + 1]!, term: 0, defines: 0, closeness: 1 });
  return spans;
}

/** A piece of text wherever it stands, as one of its spellings unless its case matters. */
function findText(text: string, wanted: string, { matchCase, max }: { matchCase: boolean; max: number }): Span[] {
  const wantedIn = matchCase ? [wanted] : spellings(wanted);
  const pattern = new RegExp(wantedIn.map(escapeRegex).join('|'), matchCase ? 'gu' : 'giu');
  const spans: Span[] = [];
  let identifier: [from: number, to: number] = [0, 0];
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const { 0: match, index: start } = found;
    if (match === '') break;
    const end = start + match.length;
    const nameEnd = start + (FIRST_NAME.exec(match)?.[0].length ?? 0);
    // Once for each identifier: one of megabytes may hold the piece very often.
    if (nameEnd > start && nameEnd > identifier[1]) identifier = wordAround(text, start, nameEnd);
    const isDefinition = nameEnd > start && isDefined(text, identifier);
    const isWhole = identifier[0] === start && identifier[1] === nameEnd;
    spans.push({
      start,
      end,
      term: 0,
      defines: isDefinition ? (isWhole ? 2 : 1) : 0,
      closeness: match === wanted ? 1 : 0,
    });
    if (spans.length >= max) break;
  }
  return spans;
}

/** The name that a piece of text begins with, or within. */
const FIRST_NAME = /^[\p{L}\p{N}_]+/u;

/** Finds a word as indexing would: an identifier, or a part of one. */
function findWord(text: string, wanted: string, { matchCase, max }: { matchCase: boolean; max: number }): Span[] {
  const { word } = normaliseWord(wanted);
  const spans: Span[] = [];
  const pattern = new RegExp(escapeRegex(wanted.normalize('NFC')), matchCase ? 'gu' : 'giu');
  const known = new Map<string, boolean>();
  let identifier: [from: number, to: number] = [0, 0];
  let isKnown = false;
  let definitions = 0;
  let lookedAt = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const { 0: match, index: start } = found;
    if (match === '') break;
    const end = start + match.length;
    // An identifier is checked once, however often its parts repeat, and whoever repeats it.
    if (end > identifier[1]) {
      identifier = wordAround(text, start, end);
      const name = text.slice(...identifier);
      isKnown = known.get(name) ?? hasWord(name, word);
      known.set(name, isKnown);
    }
    if (!isKnown) continue;
    const isFull = spans.length - definitions >= max;
    if (isFull && (definitions >= MAX_DEFINITIONS || ++lookedAt > MAX_LOOKED_AT)) break;
    const isWhole = start === identifier[0] && end === identifier[1];
    const isDefinition = isDefined(text, identifier);
    if (isFull && !isDefinition) continue;
    if (isDefinition) definitions++;
    const closeness = (isWhole ? 2 : 0) + (match === wanted ? 1 : 0);
    spans.push({ start, end, term: 0, defines: isDefinition ? (isWhole ? 2 : 1) : 0, closeness });
  }
  if (spans.length > 0) return spans;
  const asIndexed = isAscii(word) ? [] : findWordAsIndexed(text, word, max);
  // The database proves the case of a word by what surrounds it, less strictly than this.
  return asIndexed.length > 0 || !matchCase ? asIndexed : findText(text, wanted, { matchCase: true, max });
}

/** As far as the line around a name is looked at: a line may have megabytes. */
const MAX_BEFORE = 200;
const MAX_AFTER = 300;

function isDefined(text: string, [from, to]: [from: number, to: number]): boolean {
  if (from > 0 && !mayEndBefore(text.charCodeAt(from - 1))) return false;
  const before = text.slice(Math.max(0, from - MAX_BEFORE), from);
  const lineStart = before.lastIndexOf('\n') + 1;
  if (lineStart === 0 && from > MAX_BEFORE) return false;
  const after = text.slice(to, to + MAX_AFTER);
  return definesAt(before.slice(lineStart), after.slice(0, endOfLine(after, 0)));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** For text that is composed otherwise than the query: slower, so only if the quick way found nothing. */
function findWordAsIndexed(text: string, word: string, max: number): Span[] {
  const spans: Span[] = [];
  eachWord(text, (start, end) => {
    if (spans.length >= max) return;
    if (hasWord(text.slice(start, end), word)) spans.push({ start, end, term: 0, defines: 0, closeness: 2 });
  });
  return spans;
}

function hasWord(identifier: string, word: string): boolean {
  const { word: whole, parts } = normaliseWord(identifier);
  return whole === word || parts.includes(word);
}

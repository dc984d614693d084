// Cuts source text and queries into words: one code for both, so that what was indexed can be found.
import { splitIdentifier } from './split-identifier';

/** Longer words (encoded data, minified names) are cut to this many UTF-16 units and not split. At most 300 bytes of UTF-8. */
export const MAX_WORD_LENGTH = 100;

export interface Word {
  /** The whole identifier, lowercased and composed: what a lexeme is called. */
  word: string;
  /** The same without composing: what it begins with is what a piece of it, cut anywhere, is lowercased to. */
  written: string;
  /** Its parts, lowercased, `word` itself not among them: [] for a plain word. */
  parts: string[];
  /** UTF-16 offsets into the text. */
  start: number;
  end: number;
}

const OTHER = 1;
const WORD = 2;
/** Scripts written without spaces: every character is a word of its own. */
const ALONE = 3;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}_]/u;
const ALONE_CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const classes = new Uint8Array(0x10000);

/** Calls `visit` with the UTF-16 range of each word in `text`, in order. Underscores alone are no word. */
export function eachWord(text: string, visit: (start: number, end: number) => void): void {
  let start = -1;
  let hasLetter = false;
  let i = 0;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    const isPair = unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length;
    const kind = isPair ? classify(text.codePointAt(i)!) : classes[unit] || remember(unit);
    const next = isPair ? i + 2 : i + 1;
    if (kind === WORD) {
      if (start < 0) start = i;
      if (unit !== 95) hasLetter = true;
    } else {
      if (start >= 0 && hasLetter) visit(start, i);
      start = -1;
      hasLetter = false;
      if (kind === ALONE) visit(i, next);
    }
    i = next;
  }
  if (start >= 0 && hasLetter) visit(start, text.length);
}

/** The class of a character, at the beginning of one, as `eachWord` cuts. */
function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const isPair = unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length;
  return isPair ? classify(text.codePointAt(at)!) : classes[unit] || remember(unit);
}

/** The word that the range from `start` to `end` stands in, as `eachWord` cuts it; the range itself if it is no part of one. */
export function wordAround(text: string, start: number, end: number): [start: number, end: number] {
  let from = start;
  let to = end;
  if (start < text.length && kindAt(text, start) === WORD) {
    for (let at = before(text, from); at >= 0 && kindAt(text, at) === WORD; at = before(text, from)) from = at;
  }
  if (end > start && kindAt(text, before(text, end)) === WORD) {
    while (to < text.length && kindAt(text, to) === WORD) to += isPairAt(text, to) ? 2 : 1;
  }
  return [from, to];
}

/** True if no word goes on beside the range: neither where it begins nor where it ends. */
export function standsApart(text: string, start: number, end: number): boolean {
  const isWord = (at: number) => at >= 0 && at < text.length && kindAt(text, at) === WORD;
  return !(isWord(start) && isWord(before(text, start))) && !(isWord(before(text, end)) && isWord(end));
}

/** Where the character before an offset begins; -1 if there is none. */
function before(text: string, at: number): number {
  return at >= 2 && isPairAt(text, at - 2) ? at - 2 : at - 1;
}

function isPairAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  return unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
}

/** What a raw word is indexed and searched as. */
export function normaliseWord(raw: string): Pick<Word, 'word' | 'written' | 'parts'> {
  if (isAscii(raw)) {
    if (raw.length > MAX_WORD_LENGTH) return overlong(raw, raw);
    const word = raw.toLowerCase();
    return { word, written: word, parts: splitIdentifier(raw) };
  }
  const composed = raw.normalize('NFC');
  const [word, written] = [foldCase(composed), foldCase(raw)];
  if (Math.max(word.length, written.length) > MAX_WORD_LENGTH) return overlong(word, written);
  return { word, written, parts: splitIdentifier(composed).map(foldCase) };
}

function overlong(word: string, written: string): Pick<Word, 'word' | 'written' | 'parts'> {
  return { word: foldCase(cut(word)), written: foldCase(cut(written)), parts: [] };
}

/** Lowercase, character by character: a sigma is written otherwise at the end of a word, and any word may go on. */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

/** The words of a query (or of any short text) in order, with repeats and with where they stand. */
export function toWords(query: string): Word[] {
  const words: Word[] = [];
  eachWord(query, (start, end) => {
    words.push({ ...normaliseWord(query.slice(start, end)), start, end });
  });
  return words;
}

/** The lexeme that a file carries beside the word itself if it defines it: definitions of a common word are found at once. */
export function definitionLexeme(word: string): string {
  return `=${word}`;
}

/** A lexeme as it is written inside a tsvector or tsquery literal. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Cuts to the limit without leaving half a surrogate pair, which has no UTF-8. */
function cut(word: string): string {
  const last = word.charCodeAt(MAX_WORD_LENGTH - 1);
  return word.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_WORD_LENGTH - 1 : MAX_WORD_LENGTH);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function remember(unit: number): number {
  const kind = classify(unit);
  classes[unit] = kind;
  return kind;
}

function classify(codePoint: number): number {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return OTHER;
  const character = String.fromCodePoint(codePoint);
  if (ALONE_CHARACTER.test(character)) return ALONE;
  return WORD_CHARACTER.test(character) ? WORD : OTHER;
}

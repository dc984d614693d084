// Guesses which of the old encodings a text is written in. A wrong guess is worse than none: what is not plainly another
// one is Windows-1252, in which most of them are.
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * What jschardet calls them, and browsers. Only those that occur in source code: with each more, a wrong guess is
 * likelier.
 */
const NAMES = {
  cp932: 'shift_jis',
  euc_jis_2004: 'euc-jp',
  gb18030: 'gb18030',
  big5hkscs: 'big5',
  cp949: 'euc-kr',
  cp1251: 'windows-1251',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  cp866: 'ibm866',
  cp1253: 'windows-1253',
  cp1255: 'windows-1255',
  cp1256: 'windows-1256',
  cp874: 'windows-874',
  cp1250: 'windows-1250',
  'iso8859-2': 'iso-8859-2',
  cp1254: 'windows-1254',
  cp1257: 'windows-1257',
  cp1252: 'windows-1252',
} as const;
export type LegacyEncoding = (typeof NAMES)[keyof typeof NAMES];

const DOUBLE_BYTE: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']);
const LATIN: ReadonlySet<string> = new Set(['windows-1250', 'iso-8859-2', 'windows-1254', 'windows-1257']);
/** Nearly the same: neither is held against the other. */
const TWINS = [
  ['windows-1250', 'iso-8859-2'],
  ['koi8-r', 'koi8-u'],
];

/** Bytes that are looked at, which takes some milliseconds: lines beyond ASCII, within so much of the file. */
const SAMPLE_BYTES = 8 * 1024;
const SEARCHED_BYTES = 4 * 1024 * 1024;
const MAX_ASCII_BEFORE = 64;
/**
 * A damaged byte rules an encoding out, so if no guess is sure, the text is cut into so many parts, and most of them
 * decide.
 */
const PARTS = 5;
/**
 * jschardet's confidence from which on a guess counts, of 1; and how many times that of the next best it has to be. What
 * reads as text of two bytes a letter is hardly ever text of one.
 */
const ENOUGH = { doubleByte: 0.03, letters: 0.09, latin: 0.14 };
const AHEAD = 1.4;
/** From which on the whole sample's guess needs no second look. Damaged text in two bytes a letter looks a bit like Windows-1252. */
const SURE = 0.2;
const SURE_WESTERN = 0.06;
/** Characters beyond ASCII that may be damaged in a text, and words in two scripts in one whose script is another. */
const MAX_DAMAGED_SHARE = 0.1;
const MAX_MIXED_SHARE = 0.1;
/** Fewer letters of another script tell little. */
const MIN_LETTERS = 8;

interface Guess {
  name: LegacyEncoding;
  confidence: number;
}

/** From the working directory, as bundles move this module; and by another name than bundlers look for. */
const load = createRequire(path.join(process.cwd(), 'package.json'));

/** The encoding of a text that is not UTF-8. */
export function legacyEncodingOf(bytes: Buffer): LegacyEncoding {
  const lines = linesBeyondAscii(bytes);
  if (lines.length === 0) return 'windows-1252';
  const sample = Buffer.concat(lines);
  const whole = guess(sample);
  const sure = whole?.name === 'windows-1252' ? SURE_WESTERN : SURE;
  const guessed = whole && whole.confidence >= sure ? whole.name : (guessInParts(lines) ?? whole?.name);
  return guessed && isPlausible(sample, guessed) ? guessed : 'windows-1252';
}

/** Lines with a byte beyond ASCII, line ends included. No encoding here has \n within a character. */
function linesBeyondAscii(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let room = SAMPLE_BYTES;
  for (let at = 0; at < Math.min(bytes.length, SEARCHED_BYTES) && room > 0; at++) {
    if (bytes[at]! < 0x80) continue;
    const start = Math.max(bytes.lastIndexOf(10, at) + 1, at - MAX_ASCII_BEFORE);
    const end = bytes.indexOf(10, at);
    const line = bytes.subarray(start, Math.min(end < 0 ? bytes.length : end + 1, start + room));
    lines.push(line);
    room -= line.length;
    at = start + line.length - 1;
  }
  return lines;
}

function guess(sample: Buffer): Guess | null {
  // Large, and seldom needed.
  const { chardet }: typeof import('jschardet') = load('jschardet');
  const found = chardet
    .detectAll(sample, { includeEncodings: Object.keys(NAMES), ignoreThreshold: true, compatNames: false })
    .flatMap(({ encoding, confidence }) => {
      const name = NAMES[encoding as keyof typeof NAMES];
      return name ? [{ name, confidence }] : [];
    });
  const [best] = found;
  if (!best || best.name === 'windows-1252') return best ?? null;
  const twins = TWINS.find((names) => names.includes(best.name)) ?? [best.name];
  const isDouble = DOUBLE_BYTE.has(best.name);
  const rival = found.find(({ name }) => !twins.includes(name) && (!isDouble || DOUBLE_BYTE.has(name)));
  const isEnough = best.confidence >= ENOUGH[groupOf(best.name)] && best.confidence >= AHEAD * (rival?.confidence ?? 0);
  return isEnough ? best : null;
}

function groupOf(name: LegacyEncoding): keyof typeof ENOUGH {
  if (DOUBLE_BYTE.has(name)) return 'doubleByte';
  return LATIN.has(name) ? 'latin' : 'letters';
}

/** What most parts of a text are guessed to be, each for itself. */
function guessInParts(lines: Buffer[]): LegacyEncoding | null {
  const size = Math.ceil(lines.length / PARTS);
  const votes = new Map<LegacyEncoding, number>();
  let parts = 0;
  for (let at = 0; at < lines.length; at += size) {
    const guessed = guess(Buffer.concat(lines.slice(at, at + size)));
    if (guessed) votes.set(guessed.name, (votes.get(guessed.name) ?? 0) + 1);
    parts++;
  }
  return [...votes].find(([, count]) => count * 2 > parts)?.[0] ?? null;
}

/** Nearly everything decodes, and words are of one script: `crиme` is a French word in the wrong encoding. */
function isPlausible(sample: Buffer, encoding: LegacyEncoding): boolean {
  if (encoding === 'windows-1252') return true;
  const text = new TextDecoder(encoding).decode(sample);
  const beyond = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  if (damaged > beyond * MAX_DAMAGED_SHARE) return false;
  if (groupOf(encoding) !== 'letters') return true;
  const words = text.match(/[\p{L}\p{M}]+/gu)?.filter((word) => /[^\0-\x7f]/.test(word)) ?? [];
  const mixed = words.filter((word) => /[a-z]/i.test(word)).length;
  return beyond >= MIN_LETTERS && words.length > 0 && mixed <= words.length * MAX_MIXED_SHARE;
}

// Cuts a query into its tokens: words and code, quoted phrases, /patterns/, filters and the parentheses that group.

import type { QueryNote } from '../query';
import { readPattern, readQuoted } from './delimited';
import { type FieldName, fieldAt } from './fields';
import { groupEnd, hasOperators } from './groups';

export interface Token {
  kind: 'term' | 'open' | 'close';
  /** Without the quotes, the slashes, the minus and the field. */
  text: string;
  /** How it was written: with neither quotes nor slashes it is `bare`. */
  look: 'bare' | 'quoted' | 'regex';
  negated: boolean;
  /** What the name before the colon means, null if there is none. */
  field: FieldName | null;
  /** The name as it was typed. */
  rawField: string;
  /** UTF-16 offsets into the query, the minus included. */
  start: number;
  end: number;
}

const SPACE = /\s/;
/** Of an open phrase, in the sentence about it. */
const MAX_SHOWN = 60;
/** A filter's value that has its own parentheses: `has.content(a b)`. */
const CALL = /^(?:has|contains)(?:\.\w+)*\(/i;

/** Cuts `text`; `notes` takes a sentence when a quote stays open. */
export function lex(text: string, notes: QueryNote[]): Token[] {
  const tokens: Token[] = [];
  /** Where the groups that are open end, the innermost last. */
  const ends: number[] = [];
  const isOperated = hasOperators(text);
  let at = 0;
  while (at < text.length) {
    const start = at;
    if (ends.length > 0 && at >= ends.at(-1)!) {
      at = ends.pop()! + 1;
      tokens.push({ ...PLAIN, kind: 'close', text: ')', start, end: at });
      at = Math.max(at, start);
      continue;
    }
    if (SPACE.test(text[at]!)) {
      at++;
      continue;
    }
    const isMinus = text[at] === '-';
    const end = groupEnd(text, isMinus ? at + 1 : at, isOperated);
    if (end !== null && end < (ends.at(-1) ?? Number.POSITIVE_INFINITY)) {
      at += isMinus ? 2 : 1;
      ends.push(end);
      tokens.push({ ...PLAIN, kind: 'open', text: '(', negated: isMinus, start, end: at });
      continue;
    }
    const negated = startsNegation(text, at);
    if (negated) at++;
    const name = fieldAt(text.slice(at, at + 16));
    if (name) at += name.length;
    const body = cutBody(text, at, {
      limit: ends.at(-1) ?? text.length,
      hasField: name !== null && name.field !== 'content',
      notes,
    });
    at = body.end;
    const { text: value, look } = body;
    tokens.push({
      kind: 'term',
      text: value,
      look,
      negated,
      field: name?.field ?? null,
      rawField: name?.raw ?? '',
      start,
      end: at,
    });
  }
  return tokens;
}

const PLAIN = { look: 'bare', negated: false, field: null, rawField: '' } as const;

/** A minus negates before a word, a quote or a field; `->`, `-=` and `--flag` are code. */
function startsNegation(text: string, at: number): boolean {
  return text[at] === '-' && /^[\p{L}\p{M}\p{N}\p{So}_"@#$./*]/u.test(text.slice(at + 1, at + 3));
}

type Body = Pick<Token, 'text' | 'look' | 'end'>;

function cutBody(
  text: string,
  at: number,
  { limit, hasField, notes }: { limit: number; hasField: boolean; notes: QueryNote[] },
): Body {
  if (text[at] === '"') return cutQuoted(text, at, notes);
  const pattern = hasField ? null : readPattern(text, at, limit);
  if (pattern) return { text: pattern.text, look: 'regex', end: pattern.end };
  if (hasField && CALL.test(text.slice(at, at + 40))) {
    const end = callEnd(text, at);
    if (end !== null) return { text: text.slice(at, end), look: 'bare', end };
  }
  let end = at;
  while (end < limit && !SPACE.test(text[end]!)) end++;
  return { text: text.slice(at, end), look: 'bare', end };
}

function callEnd(text: string, from: number): number | null {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i + 1;
  }
  return null;
}

function cutQuoted(text: string, from: number, notes: QueryNote[]): Body {
  const { text: value, end, isClosed } = readQuoted(text, from);
  if (!isClosed) {
    const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
    notes.push({
      message: `A quote was not closed: “${shown}”, everything after it, was taken as one phrase.`,
      start: from,
      end,
      suggestion: `${text}"`,
    });
  }
  return { text: value, look: 'quoted', end };
}

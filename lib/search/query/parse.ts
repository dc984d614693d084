// Turns the text that somebody typed into a query tree; there is no text that it refuses.
import { eachWord, MAX_WORD_LENGTH, normaliseWord } from '@/lib/text/tokenize';
import { lex, type Token } from './lexer';
import { misreadings } from './misread';
import type { FilterField, Leaf, ParsedQuery, Query, SearchMode } from './query';

/** Longer queries are cut: UTF-16 units. */
export const MAX_QUERY_LENGTH = 2000;
/** Terms after these are ignored. */
export const MAX_TERMS = 24;
/** A filter's value beyond this length names nothing real. */
const MAX_FILTER_LENGTH = 300;
/** More wildcards make matching slow and narrow nothing. */
const MAX_WILDCARDS = 32;

const FIELDS: Record<string, FilterField> = {
  repo: 'repo',
  repository: 'repo',
  file: 'file',
  path: 'file',
  lang: 'lang',
  language: 'lang',
  branch: 'branch',
};

/** Parses a query. Never throws; what could not be honoured is told in `notes`. */
export function parseQuery(input: string): ParsedQuery {
  const parsed: ParsedQuery = { root: { kind: 'and', parts: [] }, matchCase: false, mode: 'text', notes: [] };
  const tokens = lex(clean(input, parsed.notes), parsed.notes);
  parsed.notes.push(...misreadings(tokens));
  let joinNext = false;
  let terms = 0;
  for (const [i, token] of tokens.entries()) {
    if (isOperator(token, 'AND') && tokens.length > 1) continue;
    if (isOperator(token, 'OR') && parsed.root.parts.length > 0 && i < tokens.length - 1) {
      joinNext = true;
      continue;
    }
    if (isOperator(token, 'OR') && tokens.length > 1) parsed.notes.push(LONE_OR);
    if (takeOption(token, parsed)) continue;
    const leaf = toLeaf(token, parsed.notes);
    if (!leaf) continue;
    if (++terms > MAX_TERMS) {
      parsed.notes.push(`Only the first ${MAX_TERMS} parts of the query were used.`);
      break;
    }
    append(parsed.root.parts, token.negated ? { kind: 'not', part: leaf } : leaf, joinNext);
    joinNext = false;
  }
  return parsed;
}

function clean(input: string, notes: string[]): string {
  let text = input;
  if (text.length > MAX_QUERY_LENGTH) {
    text = text.slice(0, MAX_QUERY_LENGTH);
    notes.push(`The query is very long: only its first ${MAX_QUERY_LENGTH.toLocaleString('en')} characters were used.`);
  }
  // The database holds no NUL, and half a surrogate pair has no UTF-8.
  return text
    .replaceAll('\0', ' ')
    .replace(/\p{Surrogate}/gu, ' ')
    .trim();
}

function isOperator(token: Token, name: 'AND' | 'OR'): boolean {
  return !token.quoted && !token.negated && token.field === null && token.text === name;
}

/** Takes `case:` and `mode:`; any other value of theirs is ordinary text, because `case:` is also code. */
function takeOption(token: Token, parsed: ParsedQuery): boolean {
  if (token.negated || token.quoted) return false;
  const value = token.text.toLowerCase();
  if (token.field === 'case' && (value === 'yes' || value === 'no')) {
    parsed.matchCase = value === 'yes';
    return true;
  }
  if (token.field === 'mode' && (value === 'meaning' || value === 'text')) {
    parsed.mode = value satisfies SearchMode;
    return true;
  }
  return false;
}

function toLeaf(token: Token, notes: string[]): Leaf | null {
  const field = token.field === null ? undefined : FIELDS[token.field];
  if (field) {
    const value = token.text.trim();
    const isSane = value.length <= MAX_FILTER_LENGTH && value.replace(/[^*?]/g, '').length <= MAX_WILDCARDS;
    if (value && isSane) return { kind: 'filter', field, value };
    notes.push(
      value
        ? `The value of ${field}: is too long or has too many wildcards, and was ignored.`
        : `${field}: needs a value right after the colon, as in ${EXAMPLES[field]}.`,
    );
    return null;
  }
  const text = token.field === null ? token.text : `${token.rawField}:${token.text}`;
  if (token.quoted ? text === '' : !text.trim()) return null;
  return { kind: !token.quoted && isWord(text) ? 'word' : 'literal', text };
}

const LONE_OR = '“OR” joins the two terms beside it: here it has one, and was searched as a word.';
const EXAMPLES: Record<FilterField, string> = {
  repo: 'repo:acme/website',
  file: 'file:*.ts',
  lang: 'lang:go',
  branch: 'branch:main',
};

/** True if the whole text is one word to the tokenizer, and short enough to be indexed as a whole. */
function isWord(text: string): boolean {
  let isWhole = false;
  if (normaliseWord(text).word.length >= MAX_WORD_LENGTH) return false;
  eachWord(text, (start, end) => {
    isWhole = start === 0 && end === text.length;
  });
  return isWhole;
}

function append(parts: Query[], query: Query, join: boolean): void {
  const last = parts.at(-1);
  if (!join || !last) parts.push(query);
  else if (last.kind === 'or') last.parts.push(query);
  else parts[parts.length - 1] = { kind: 'or', parts: [last, query] };
}

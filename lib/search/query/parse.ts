// Turns the text that somebody typed into a query tree; there is no text that it refuses.
import { eachWord, MAX_WORD_LENGTH, normaliseWord } from '@/lib/text/tokenize';
import { type Atom, cutAtoms } from './atoms';
import { misreadings } from './misread';
import type { FilterField, Leaf, ParsedQuery, Query, SearchMode } from './query';

/** Longer queries are cut: UTF-16 units. */
export const MAX_QUERY_LENGTH = 2000;
/** Terms after these are ignored. */
export const MAX_TERMS = 24;
/** A filter's value beyond this length names nothing real. */
const MAX_FILTER_LENGTH = 300;
/** More make matching slow and narrow nothing. */
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
  const atoms = cutAtoms(clean(input, parsed.notes), parsed.notes);
  parsed.notes.push(...misreadings(atoms));
  let joinNext = false;
  let terms = 0;
  for (const [i, atom] of atoms.entries()) {
    if (isOperator(atom, 'AND') && atoms.length > 1) continue;
    if (isOperator(atom, 'OR') && parsed.root.parts.length > 0 && i < atoms.length - 1) {
      joinNext = true;
      continue;
    }
    if (isOperator(atom, 'OR') && atoms.length > 1) parsed.notes.push(LONE_OR);
    if (takeOption(atom, parsed)) continue;
    const leaf = toLeaf(atom, parsed.notes);
    if (!leaf) continue;
    if (++terms > MAX_TERMS) {
      parsed.notes.push(`Only the first ${MAX_TERMS} parts of the query were used.`);
      break;
    }
    append(parsed.root.parts, atom.negated ? { kind: 'not', part: leaf } : leaf, joinNext);
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

function isOperator(atom: Atom, name: 'AND' | 'OR'): boolean {
  return !atom.quoted && !atom.negated && atom.field === null && atom.text === name;
}

/** Takes `case:` and `mode:`; any other value of theirs is ordinary text, because `case:` is also code. */
function takeOption(atom: Atom, parsed: ParsedQuery): boolean {
  if (atom.negated || atom.quoted) return false;
  const value = atom.text.toLowerCase();
  if (atom.field === 'case' && (value === 'yes' || value === 'no')) {
    parsed.matchCase = value === 'yes';
    return true;
  }
  if (atom.field === 'mode' && (value === 'meaning' || value === 'text')) {
    parsed.mode = value satisfies SearchMode;
    return true;
  }
  return false;
}

function toLeaf(atom: Atom, notes: string[]): Leaf | null {
  const field = atom.field === null ? undefined : FIELDS[atom.field];
  if (field) {
    const value = atom.text.trim();
    const isSane = value.length <= MAX_FILTER_LENGTH && value.replace(/[^*?]/g, '').length <= MAX_WILDCARDS;
    if (value && isSane) return { kind: 'filter', field, value };
    notes.push(
      value
        ? `The value of ${field}: is too long or has too many wildcards, and was ignored.`
        : `${field}: needs a value right after the colon, as in ${EXAMPLES[field]}.`,
    );
    return null;
  }
  const text = atom.field === null ? atom.text : `${atom.rawField}:${atom.text}`;
  if (atom.quoted ? text === '' : !text.trim()) return null;
  return { kind: !atom.quoted && isWord(text) ? 'word' : 'literal', text };
}

const LONE_OR = '“OR” joins the two terms beside it: here it has one, and was searched as a word.';
const EXAMPLES: Record<FilterField, string> = {
  repo: 'repo:acme/website',
  file: 'file:*.ts',
  lang: 'lang:go',
  branch: 'branch:main',
};

/** True where the whole text is one word to the tokenizer, and short enough to be indexed as a whole. */
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

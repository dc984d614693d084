// What a query says about the search itself: case:, count:, timeout: and the like.

import { MAX_TIMEOUT_MS, type QueryOptions } from '../query';
import type { FieldName } from './fields';
import type { LeafContext } from './leaf-context';
import type { Token } from './lexer';
import { replaced } from './replaced';

type OptionName = 'case' | 'word' | 'mode' | 'patterntype' | 'type' | 'select' | 'count' | 'timeout' | 'sort';
type Reader = (value: string) => Partial<QueryOptions> | null;

const OPTIONS: Readonly<Record<OptionName, { values: string[]; read: Reader }>> = {
  case: { values: ['yes', 'no', 'auto'], read: oneOf('case', { yes: 'yes', no: 'no', auto: 'auto' }) },
  word: { values: ['yes', 'no'], read: (value) => (/^(?:yes|no)$/.test(value) ? { word: value === 'yes' } : null) },
  mode: { values: ['text', 'meaning'], read: oneOf('mode', { text: 'text', meaning: 'meaning' }) },
  // Read before the others are: it says how they are read.
  patterntype: {
    values: ['keyword', 'regexp', 'literal'],
    read: (value) => (['keyword', 'regexp', 'literal', 'standard'].includes(value) ? {} : null),
  },
  type: {
    values: ['file', 'path', 'symbol', 'repo'],
    read: oneOf('type', { file: 'file', path: 'path', symbol: 'symbol', repo: 'repo' }),
  },
  select: {
    values: ['repo', 'file', 'file.directory', 'symbol'],
    read: oneOf('select', {
      repo: 'repo',
      file: 'file',
      'file.path': 'file',
      content: 'file',
      'file.directory': 'file.directory',
      symbol: 'symbol',
    }),
  },
  count: { values: ['a number', 'all'], read: readCount },
  timeout: { values: ['a time such as 5s'], read: readTimeout },
  sort: {
    values: ['relevance', 'path', 'indexed'],
    read: oneOf('sort', { relevance: 'relevance', path: 'path', indexed: 'indexed', recent: 'indexed' }),
  },
};

/** Kinds of results that other searches have. */
const COMES_LATER: readonly string[] = ['commit', 'diff'];

export function isOption(field: FieldName): field is OptionName {
  return Object.hasOwn(OPTIONS, field);
}

/** Takes an option; false for a value that it does not have, which is text then, because `case:` is also code. */
export function takeOption(token: Token, { text, parsed }: LeafContext): boolean {
  if (token.look === 'quoted') return false;
  const field = token.field as OptionName;
  const value = token.text.toLowerCase();
  const { values, read } = OPTIONS[field];
  const { start, end } = token;
  const without = replaced(text, start, end, '');
  if (field === 'type' && COMES_LATER.includes(value)) {
    const message = `Commits and their changes cannot be searched here: “type:${value}” was left out, and files are shown.`;
    parsed.notes.push({ message, start, end, suggestion: without });
    return true;
  }
  const taken = token.negated ? null : read(value);
  if (taken) {
    Object.assign(parsed.options, taken);
    if (field === 'timeout' && (milliseconds(value) ?? 0) > MAX_TIMEOUT_MS) {
      const message = `No search may take longer than ${MAX_TIMEOUT_MS / 1000} s.`;
      parsed.notes.push({ message, start, end, suggestion: `${without} timeout:${MAX_TIMEOUT_MS / 1000}s`.trim() });
    }
    return true;
  }
  if (value === '') return false;
  const shown = text.slice(start, end).slice(0, 60);
  parsed.notes.push({
    message: `“${shown}” was searched as text: ${token.rawField}: takes ${listed(values)}, without a minus.`,
    start,
    end,
    suggestion: without,
  });
  return false;
}

function listed(values: string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

function oneOf<K extends keyof QueryOptions>(name: K, values: Record<string, QueryOptions[K]>): Reader {
  return (value) =>
    Object.hasOwn(values, value) ? ({ [name]: values[value] } as unknown as Partial<QueryOptions>) : null;
}

function readCount(value: string): Partial<QueryOptions> | null {
  if (value === 'all') return { count: 'all' };
  return /^\d{1,9}$/.test(value) && Number(value) > 0 ? { count: Number(value) } : null;
}

function readTimeout(value: string): Partial<QueryOptions> | null {
  const ms = milliseconds(value);
  return ms === null ? null : { timeoutMs: Math.min(ms, MAX_TIMEOUT_MS) };
}

/** `5s`, `500ms`, `1m`, and seconds without a unit. */
function milliseconds(value: string): number | null {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)?$/.exec(value) ?? [];
  // A limit of nothing would be none.
  const ms = Math.ceil(Number(amount) * { ms: 1, s: 1000, m: 60_000 }[unit ?? 's']!);
  return ms > 0 ? ms : null;
}

// Which part of a query the cursor stands in, and what of it can be completed.
import { readQuoted } from '../query/read/delimited';
import { type FieldName, fieldAt } from '../query/read/fields';
import { lex } from '../query/read/lexer';

export interface Place {
  /** The filter whose value the cursor is in; null in a word, and where there is nothing yet. */
  field: FieldName | null;
  /** What is written of it up to the cursor, without quotes. */
  text: string;
  /** UTF-16 offsets of what a suggestion takes the place of. */
  start: number;
  end: number;
  /** The query without the part that the cursor is in. */
  rest: string;
}

/** Parentheses that are not closed yet, and a minus. */
const LEAD = /^(?:-?\()*-?/;

/** Null where nothing can be completed: in phrases and patterns. */
export function placeAt(query: string, cursor: number): Place | null {
  const at = Math.min(Math.max(cursor, 0), query.length);
  const token = lex(query, []).find(({ kind, start, end }) => kind === 'term' && start < at && at <= end);
  if (!token) return { field: null, text: '', start: at, end: at, rest: query };
  const start = token.start + (LEAD.exec(query.slice(token.start, token.end))?.[0].length ?? 0);
  const name = fieldAt(query.slice(start));
  const value = start + (name?.length ?? 0);
  const rest = `${query.slice(0, token.start)} ${query.slice(token.end)}`;
  if (at < start) return null;
  // Within the name of a filter: that is what is completed, its colon included.
  if (name && at < value) return { field: null, text: query.slice(start, at), start, end: value, rest };
  if (query[value] === '"') {
    const { end, isClosed } = readQuoted(query, value);
    if (!name || at <= value || (isClosed && at >= end)) return null;
    const text = query.slice(value + 1, at).replaceAll('\\"', '"');
    // A quote that is open holds all that follows, which is not to be lost.
    return { field: name.field, text, start: value, end: isClosed ? end : at, rest };
  }
  if (token.look === 'regex' || (!name && query[value] === '/')) return null;
  const tail = /^[^\s)]*/.exec(query.slice(at, token.end))?.[0].length ?? 0;
  return { field: name?.field ?? null, text: query.slice(value, at), start: value, end: at + tail, rest };
}

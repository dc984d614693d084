// Writes a query tree as it is typed: what is written reads as the same tree.
import type { Query, TextTerm } from './query';

/** The text of a tree; reading it and writing it again changes nothing. */
export function printQuery(query: Query): string {
  return query.kind === 'and' ? query.parts.map((part) => operand(part)).join(' ') : print(query);
}

function print(query: Query): string {
  switch (query.kind) {
    case 'and':
      return `(${query.parts.map(operand).join(' AND ')})`;
    case 'or':
      return `(${query.parts.map(operand).join(' OR ')})`;
    case 'not':
      return `NOT ${operand(query.part)}`;
    case 'filter':
      return printFilter(query.field, query.value);
    default:
      return printText(query);
  }
}

function operand(query: Query): string {
  const isEmpty = (query.kind === 'and' || query.kind === 'or') && query.parts.length === 0;
  return isEmpty ? '' : print(query);
}

function printText(term: TextTerm): string {
  if (term.where === 'file') return `file:has.content(${term.kind === 'literal' ? `"${term.text}"` : term.text})`;
  if (term.kind === 'symbol') return `sym:${value(term.text)}`;
  if (term.where === 'content') return `content:${term.kind === 'regex' ? pattern(term.text) : quoted(term.text)}`;
  if (term.kind === 'regex') return pattern(term.text);
  if (term.kind === 'word' && !/^(?:AND|OR|NOT)$/.test(term.text)) return term.text;
  return quoted(term.text);
}

function printFilter(field: string, text: string): string {
  if (field.startsWith('has.')) return `repo:${field}(${text})`;
  // A backslash right before the end of a group would keep it open.
  return `${field}:${/[\s"()]/.test(text) ? value(text) : text.replace(/\\$/, '\\ ')}`;
}

/** No name ends with a backslash or has one before a quote, which phrases cannot say. */
function value(text: string): string {
  return `"${text.replace(/\\+(?="|$)/g, '').replaceAll('"', '\\"')}"`;
}

function pattern(text: string): string {
  return `/${text.replace(/\\.|\//gs, (piece) => (piece === '/' ? '\\/' : piece)).replace(/^\s/, '[$&]')}/`;
}

/** A backslash at the end would escape the quote after it if more follows: such text goes into a pattern. */
function quoted(text: string): string {
  if (/\\(?:"|$)/.test(text)) return pattern(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return `"${text.replaceAll('"', '\\"')}"`;
}

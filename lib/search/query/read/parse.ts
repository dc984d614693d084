// Turns the text that somebody typed into a query tree; there is no text that it refuses.

import { DEFAULT_OPTIONS, type FilterField, type ParsedQuery, type Query, type QueryNote } from '../query';
import { hoistFilters } from './hoist';
import { toLeaf } from './leaf';
import { lex, type Token } from './lexer';
import { misreadings } from './misread';
import { replaced } from './replaced';

/** Longer queries are cut: UTF-16 units. */
export const MAX_QUERY_LENGTH = 2000;
/** Terms after these are ignored. */
export const MAX_TERMS = 24;

/** A repository, a language and a branch are one thing each: several values side by side are alternatives. */
const ALTERNATIVES: ReadonlySet<FilterField> = new Set(['repo', 'org', 'lang', 'branch']);

/** Parses a query. Never throws; what could not be honoured is told in `notes`. */
export function parseQuery(input: string): ParsedQuery {
  const parsed: ParsedQuery = { root: { kind: 'and', parts: [] }, options: { ...DEFAULT_OPTIONS }, notes: [] };
  const text = clean(input, parsed.notes);
  let tokens = lex(text, parsed.notes);
  const pattern = tokens.findLast((token) => token.field === 'patterntype' && !token.negated);
  if (pattern?.text.toLowerCase() === 'literal') tokens = joinLiterals(text, tokens);
  else parsed.notes.push(...misreadings(text, tokens));
  const parser = new Parser(text, tokens, parsed, pattern?.text.toLowerCase() === 'regexp');
  const root = parser.alternatives(false);
  if (root) parsed.root = root.kind === 'and' ? root : { kind: 'and', parts: [root] };
  return parsed;
}

function clean(input: string, notes: QueryNote[]): string {
  let text = input;
  if (text.length > MAX_QUERY_LENGTH) {
    text = text.slice(0, MAX_QUERY_LENGTH);
    notes.push({
      message: `The query is very long: only its first ${MAX_QUERY_LENGTH.toLocaleString('en')} characters were used.`,
      start: MAX_QUERY_LENGTH,
      end: input.length,
    });
  }
  // The database holds no NUL, and half a surrogate pair has no UTF-8.
  return text.replaceAll('\0', ' ').replace(/\p{Surrogate}/gu, ' ');
}

/** For patterntype:literal: what stands between filters is one text, as typed. */
function joinLiterals(text: string, tokens: Token[]): Token[] {
  const joined: Token[] = [];
  let isOpen = false;
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.field !== null) {
      joined.push(token);
      isOpen = false;
    } else if (isOpen && last) {
      last.end = token.end;
      last.text = text.slice(last.start, last.end);
    } else {
      const shown = text.slice(token.start, token.end);
      joined.push({ ...token, kind: 'term', look: 'quoted', negated: false, text: shown });
      isOpen = true;
    }
  }
  return joined;
}

class Parser {
  private at = 0;
  private terms = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
    private readonly parsed: ParsedQuery,
    private readonly isRegexp: boolean,
  ) {}

  /** Terms joined by OR, up to the end of the group that is open. */
  alternatives(isGroup: boolean): Query | null {
    const sides: Query[][] = [];
    for (;;) {
      const side = this.conjunction(isGroup);
      if (side.length > 0) sides.push(side);
      if (!this.takeOr()) break;
    }
    if (sides.length < 2) return joinAll(sides[0] ?? []);
    const hoisted = isGroup ? null : hoistFilters(sides);
    return hoisted ? joinAll([...hoisted.filters, joinAny(hoisted.sides)]) : joinAny(sides);
  }

  /** Terms side by side. */
  private conjunction(isGroup: boolean): Query[] {
    const parts: Query[] = [];
    const first = this.at;
    let isSpaced = false;
    for (let token = this.peek(); token; token = this.peek()) {
      if (token.kind === 'close') {
        if (isGroup) break;
        this.at++;
        continue;
      }
      if (isOperator(token, 'AND') && this.tokens.length > 1) {
        this.at++;
        continue;
      }
      if (isOperator(token, 'OR') && parts.length > 0 && this.operandFollows()) {
        if (!this.joinsValues(parts.at(-1)!)) {
          if (isSpaced) this.noteSpaced(first, parts);
          break;
        }
        this.at++;
        const value = this.operand();
        const last = parts.pop()!;
        if (value) parts.push({ kind: 'or', parts: [...(last.kind === 'or' ? last.parts : [last]), value] });
        else parts.push(last);
        continue;
      }
      if (isOperator(token, 'OR') && this.tokens.length > 1) this.noteLone(token);
      const before = parts.length;
      const part = this.operand();
      if (part) parts.push(part);
      isSpaced ||=
        before > 0 && part !== null && part.kind !== 'filter' && !isOperator(this.tokens[this.at - 2], 'AND');
    }
    return parts;
  }

  private operand(): Query | null {
    const token = this.tokens[this.at++]!;
    if (isOperator(token, 'NOT') && this.operandFollows(0)) return negate(this.operand());
    if (token.kind === 'open') {
      const inner = this.alternatives(true);
      if (this.peek()?.kind === 'close') this.at++;
      return token.negated ? negate(inner) : inner;
    }
    const leaf = toLeaf(token, { text: this.text, parsed: this.parsed, isRegexp: this.isRegexp });
    if (!leaf) return null;
    if (++this.terms > MAX_TERMS) {
      if (this.terms === MAX_TERMS + 1) {
        const message = `Only the first ${MAX_TERMS} parts of the query were used.`;
        this.parsed.notes.push({ message, start: token.start, end: this.text.length });
      }
      return null;
    }
    return token.negated ? negate(leaf) : leaf;
  }

  /** OR between two values of one filter joins them before anything else. */
  private joinsValues(last: Query): boolean {
    const filter = last.kind === 'or' ? last.parts[0]! : last;
    const next = this.tokens[this.at + 1]!;
    return filter.kind === 'filter' && !next.negated && next.field === filter.field;
  }

  private takeOr(): boolean {
    if (!isOperator(this.peek(), 'OR')) return false;
    this.at++;
    return true;
  }

  /** True if a term stands `ahead` tokens after the next one. */
  private operandFollows(ahead = 1): boolean {
    const next = this.tokens[this.at + ahead];
    return next !== undefined && next.kind !== 'close';
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private noteLone({ start, end }: Token): void {
    const message = '“OR” joins the two terms beside it: here it has one, and was searched as a word.';
    this.parsed.notes.push({ message, start, end, suggestion: replaced(this.text, start, end, '"OR"') });
  }

  /** `a b OR c`: people of other searches may have meant `a (b OR c)`. */
  private noteSpaced(first: number, parts: Query[]): void {
    if (parts.some((part) => part.kind === 'filter' || part.kind === 'or' || part.kind === 'and')) return;
    const [from, last, next] = [this.tokens[first]!, this.tokens[this.at - 1]!, this.tokens[this.at + 1]!];
    if (next.kind !== 'term') return;
    const { start } = last;
    this.parsed.notes.push({
      message: `OR binds looser than the space: “${clip(this.text.slice(from.start, last.end))}” is one of its sides.`,
      start: from.start,
      end: next.end,
      suggestion: replaced(this.text, start, next.end, `(${this.text.slice(start, next.end)})`),
    });
  }
}

/** True if the token is that operator, in capitals. */
function isOperator(token: Token | undefined, name: 'AND' | 'OR' | 'NOT'): boolean {
  return (
    token?.kind === 'term' && token.look === 'bare' && !token.negated && token.field === null && token.text === name
  );
}

function negate(part: Query | null): Query | null {
  return part && { kind: 'not', part };
}

function joinAny(sides: Query[][]): Query {
  const parts = sides.flatMap((side) => joinAll(side) ?? []);
  return { kind: 'or', parts: parts.flatMap((part) => (part.kind === 'or' ? part.parts : [part])) };
}

function joinAll(parts: Query[]): Query | null {
  const joined: Query[] = [];
  for (const part of parts) {
    const field = alternativesOf(part);
    const same = field && joined.findIndex((other) => alternativesOf(other) === field);
    if (typeof same === 'number' && same >= 0) {
      const other = joined[same]!;
      joined[same] = { kind: 'or', parts: [...valuesOf(other), ...valuesOf(part)] };
    } else joined.push(part);
  }
  if (joined.length < 2) return joined[0] ?? null;
  return { kind: 'and', parts: joined };
}

/** The field of a filter, or of one of several values, whose values side by side are alternatives. */
function alternativesOf(part: Query): FilterField | null {
  const values = valuesOf(part);
  const fields = new Set(values.map((value) => (value.kind === 'filter' ? value.field : null)));
  const [field] = fields;
  return fields.size === 1 && field && ALTERNATIVES.has(field) ? field : null;
}

function valuesOf(part: Query): Query[] {
  return part.kind === 'or' ? part.parts : [part];
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

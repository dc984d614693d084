// Writes a regular expression as Postgres reads them, for short texts such as paths: the same matches, whatever the locale.
import { parseRegex, type RegexNode } from './parse-regex';

/** Postgres counts repeats no further. */
const MAX_REPEAT = 255;
const WORD = '[A-Za-z0-9_]';
const EDGE = `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`;

/** `pattern` for the operator `~` or `~*`; null if Postgres has no equal. */
export function toPostgres(pattern: string): string | null {
  const node = parseRegex(pattern, { fold: false, lines: false });
  return node && weigh(node) <= MAX_WEIGHT ? write(node) : null;
}

/** Beyond it Postgres takes long to compile a pattern, and refuses those that are ten times as heavy. */
const MAX_WEIGHT = 400;
/** Of a look to both sides, beside a character. */
const EDGE_WEIGHT = 12;

function weigh(node: RegexNode): number {
  switch (node.kind) {
    case 'at':
      return node.place.endsWith('edge') ? EDGE_WEIGHT : 1;
    case 'concat':
    case 'alt':
      return node.parts.reduce((sum, part) => sum + weigh(part), 0);
    case 'repeat':
      return weigh(node.part) * Math.max(node.max ?? node.min + 1, 1);
    default:
      return 1;
  }
}

function write(node: RegexNode): string | null {
  switch (node.kind) {
    case 'char':
      return node.fold ? null : writeChar(node.text);
    case 'class':
      return writeClass(node);
    case 'any':
      return node.newline ? '.' : '[^\\n]';
    case 'at':
      return PLACES[node.place];
    case 'concat':
      return writeAll(node.parts, '');
    case 'alt': {
      const parts = writeAll(node.parts, '|');
      return parts === null ? null : `(?:${parts})`;
    }
    case 'repeat': {
      const part = write(node.part);
      if (part === null || Math.max(node.min, node.max ?? 0) > MAX_REPEAT) return null;
      return `(?:${part}){${node.min},${node.max ?? ''}}`;
    }
  }
}

const PLACES = {
  'line-start': null,
  'line-end': null,
  'text-start': '^',
  'text-end': '$',
  'word-edge': EDGE,
  'no-word-edge': `(?!${EDGE})`,
} as const;

function writeAll(parts: RegexNode[], between: string): string | null {
  const written = parts.map(write);
  return written.includes(null) ? null : written.map((part) => part || '(?:)').join(between);
}

function writeClass({ ranges, negated, fold }: RegexNode & { kind: 'class' }): string | null {
  if (!ranges || fold) return null;
  const inner = ranges.map(([from, to]) => (from === to ? code(from) : `${code(from)}-${code(to)}`)).join('');
  return `[${negated ? '^' : ''}${inner}]`;
}

function writeChar(text: string): string {
  return /[A-Za-z0-9/_ -]/.test(text) ? text : code(text.codePointAt(0)!);
}

function code(point: number): string {
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`;
}

// How what a file defines and refers to is kept: compact text that indexing writes and readers of the index unpack.

export const SYMBOL_KINDS = [
  'class',
  'constant',
  'constructor',
  'enum',
  'enum_member',
  'field',
  'function',
  'interface',
  'macro',
  'method',
  'module',
  'namespace',
  'object',
  'property',
  'prototype',
  'struct',
  'trait',
  'type',
  'union',
  'variable',
] as const;

export type SymbolKind = (typeof SYMBOL_KINDS)[number];

export const REFERENCE_KINDS = ['call', 'class', 'implementation', 'import', 'type', 'other'] as const;

export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface Definition {
  name: string;
  kind: SymbolKind;
  /** 1-based; the name begins in it, at this UTF-16 offset. */
  line: number;
  column: number;
  /** The last line of what is defined. */
  endLine: number;
  /** The names of what it stands in, outermost first, joined by dots; null at the top. */
  scope: string | null;
  /** As far as the text shows it: seen outside of its file. */
  isPublic: boolean;
}

export interface Reference {
  name: string;
  kind: ReferenceKind;
  line: number;
  column: number;
}

/** One row of the index. */
export interface PackedSymbols {
  /** The names that are defined, each on a line, in order, with a line end before the first as well. */
  names: string;
  /** For each of those names a line: kind (a capital if it is public), place, and what it stands in. */
  places: string;
  /** For each name that is referred to a line: kind, name and places. */
  uses: string;
}

const A = 97;
const SAME_SCOPE = '"';

/** Packs symbols in the order of their places. Names must not have line ends or tabs. */
export function packSymbols(definitions: readonly Definition[], references: readonly Reference[]): PackedSymbols {
  let names = '\n';
  let places = '';
  let line = 0;
  let scope: string | null = null;
  for (const found of definitions) {
    names += `${found.name}\n`;
    const letter = String.fromCharCode(A + SYMBOL_KINDS.indexOf(found.kind));
    places += found.isPublic ? letter.toUpperCase() : letter;
    places += `${short(found.line - line)}.${short(found.column)}.${short(found.endLine - found.line)}`;
    if (found.scope !== null) places += found.scope === scope ? SAME_SCOPE : `=${found.scope}`;
    places += '\n';
    line = found.line;
    scope = found.scope;
  }
  return { names: definitions.length > 0 ? names : '', places, uses: packUses(references) };
}

function packUses(references: readonly Reference[]): string {
  const lines = new Map<string, { text: string; line: number }>();
  for (const { name, kind, line, column } of references) {
    const key = String.fromCharCode(A + REFERENCE_KINDS.indexOf(kind)) + name;
    const known = lines.get(key);
    const place = `${short(line - (known?.line ?? 0))}.${short(column)}`;
    if (known) {
      known.text += ` ${place}`;
      known.line = line;
    } else lines.set(key, { text: `${key}\t${place}`, line });
  }
  return [...lines.values()].map(({ text }) => `${text}\n`).join('');
}

/** All definitions, in order. */
export function unpackDefinitions({ names, places }: Pick<PackedSymbols, 'names' | 'places'>): Definition[] {
  const found: Definition[] = [];
  const allNames = names.split('\n');
  let line = 0;
  let scope: string | null = null;
  let i = 0;
  for (const place of places.split('\n')) {
    const name = allNames[++i];
    const match = PLACE.exec(place);
    if (!name || !match) continue;
    const [, letter = '', lines = '', column = '', span = '', same, other] = match;
    line += long(lines);
    scope = same ? scope : (other ?? null);
    const kind = SYMBOL_KINDS[letter.toLowerCase().charCodeAt(0) - A];
    if (!kind) continue;
    const isPublic = letter < 'a';
    found.push({ name, kind, line, column: long(column), endLine: line + long(span), scope, isPublic });
  }
  return found;
}

const PLACE = /^([A-Za-z])(\w+)\.(\w+)\.(\w+)(?:(")|=(.*))?$/;

/** The references to names that fit, by name and then in order. */
export function unpackReferences(uses: string, fits: (name: string) => boolean): Reference[] {
  const found: Reference[] = [];
  for (let at = 0; at < uses.length; ) {
    const end = uses.indexOf('\n', at);
    const tab = uses.indexOf('\t', at);
    const name = uses.slice(at + 1, tab);
    if (fits(name)) {
      const kind = REFERENCE_KINDS[uses.charCodeAt(at) - A] ?? 'other';
      let line = 0;
      for (const place of uses.slice(tab + 1, end).split(' ')) {
        const dot = place.indexOf('.');
        line += long(place.slice(0, dot));
        found.push({ name, kind, line, column: long(place.slice(dot + 1)) });
      }
    }
    at = end + 1;
  }
  return found;
}

function short(value: number): string {
  return value.toString(36);
}

function long(text: string): number {
  return Number.parseInt(text, 36);
}

// Finds what a file defines and refers to, by the tags of its grammar. For worker threads.
import type { Node, QueryCapture } from 'web-tree-sitter';
import {
  type Definition,
  REFERENCE_KINDS,
  type Reference,
  type ReferenceKind,
  SYMBOL_KINDS,
  type SymbolKind,
} from '@/lib/text/symbols';
import { isPublic } from './is-public';
import type { Syntax } from './parse';
import { type Scoped, setScopes } from './scopes';
import { type PatternTag, tagsOf } from './tags';

export interface FileSymbols {
  definitions: Definition[];
  references: Reference[];
  /** UTF-16 offsets of the names that are defined, prototypes left out. */
  offsets: Set<number>;
}

/** A file that has more is a table or a program's work. */
const MAX_DEFINITIONS = 5000;
const MAX_REFERENCES = 20_000;
const MAX_NAME = 200;
/** Past this a text has the symbols found so far. */
const MAX_QUERY_MS = 3000;
const MATCH_LIMIT = 4096;

/** What a grammar may call a kind, and what it is called here. */
const KINDS: ReadonlyMap<string, SymbolKind> = new Map([
  ...SYMBOL_KINDS.map((kind) => [kind, kind] as const),
  ['enum_variant', 'enum_member'],
]);
const REFERENCES: ReadonlyMap<string, ReferenceKind> = new Map([
  ...REFERENCE_KINDS.map((kind) => [kind, kind] as const),
  ['send', 'call'],
  ['interface', 'implementation'],
  ['module', 'other'],
]);

interface Tag extends Pick<PatternTag, 'role' | 'kind'> {
  /** Of the tree: what stands in a macro is known better there than in the macro's tokens. */
  depth: number;
  pattern: number;
  name: Node;
  /** All of it; of a reference its name. */
  node: Node;
  scope: Node | null;
}

/** The symbols of a parsed text, in the order of their places; of each place one. */
export function findSymbols({ grammar, language, roots }: Syntax, text: string, languageName: string): FileSymbols {
  const tags = new Map<number, Tag>();
  const scopes: Scoped[] = [];
  const ignored = new Set<number>();
  const known = tagsOf(grammar, language);
  const deadline = performance.now() + MAX_QUERY_MS;
  for (const [depth, root] of known ? roots.entries() : []) {
    const matches = known!.query.matches(root, {
      matchLimit: MATCH_LIMIT,
      progressCallback: () => performance.now() > deadline,
    });
    for (const { patternIndex, captures } of matches) {
      const asked = known!.patterns[patternIndex] ?? null;
      const tag = readTag(asked, captures, ignored);
      if (!tag) continue;
      if (tag.role === 'scope') {
        scopes.push({
          name: textOf(tag.name, text),
          start: tag.node.startIndex,
          end: tag.node.endIndex,
          holds: 'type',
        });
        continue;
      }
      const placed = { ...tag, depth, pattern: patternIndex };
      const other = tags.get(tag.name.startIndex);
      if (!other || isBefore(placed, other)) tags.set(tag.name.startIndex, placed);
    }
  }
  const found = [...tags.values()].filter(({ role, name }) => role === 'definition' || !ignored.has(name.startIndex));
  return toSymbols(
    found.sort((a, b) => a.name.startIndex - b.name.startIndex),
    { scopes, text, languageName },
  );
}

/** Notes as well what is no reference whatever else says so. */
function readTag(
  asked: PatternTag | null,
  captures: QueryCapture[],
  ignored: Set<number>,
): Omit<Tag, 'depth' | 'pattern'> | null {
  let name: Node | null = null;
  let scope: Node | null = null;
  let whole: Node | null = null;
  for (const capture of captures) {
    if (capture.name === 'name') name = capture.node;
    else if (capture.name === 'local.scope') scope = capture.node;
    else if (capture.name === asked?.capture) whole = capture.node;
    else if (capture.name === 'ignore') ignored.add(capture.node.startIndex);
  }
  return asked && name ? { role: asked.role, kind: asked.kind, name, node: whole ?? name, scope } : null;
}

/** A definition's own name is no reference to it; else the query that stands first says more. */
function isBefore(tag: Tag, known: Tag): boolean {
  if (tag.role !== known.role) return tag.role === 'definition';
  return tag.depth > known.depth || (tag.depth === known.depth && tag.pattern < known.pattern);
}

function toSymbols(
  tags: Tag[],
  { scopes, text, languageName }: { scopes: Scoped[]; text: string; languageName: string },
): FileSymbols {
  const definitions: (Definition & Scoped)[] = [];
  const references: Reference[] = [];
  const isC = C_FAMILY.has(languageName);
  for (const { role, kind, name: node, node: whole, scope: outer } of tags) {
    const isDefinition = role === 'definition' && !(isC && isMention(whole, kind));
    const { name, scope, start } = readName(node, text, languageName, isDefinition);
    if (name.length > MAX_NAME || !IS_NAME.test(name)) continue;
    const { row } = node.startPosition;
    const column = node.startPosition.column + start - node.startIndex;
    if (!isDefinition) {
      if (references.length >= MAX_REFERENCES) continue;
      const how = REFERENCES.get(kind) ?? (role === 'definition' ? 'type' : 'other');
      references.push({ name, kind: how, line: row + 1, column });
    } else if (definitions.length < MAX_DEFINITIONS) {
      const named = KINDS.get(kind) ?? 'variable';
      const known = named === 'function' && scope !== null ? 'method' : named;
      const last = whole.endPosition;
      definitions.push({
        name,
        kind: isC && isDeclared(known, whole, text) ? 'prototype' : known,
        line: row + 1,
        column,
        // A directive of C ends with its line end.
        endLine: Math.max(row, last.column === 0 ? last.row - 1 : last.row) + 1,
        scope: outer ? textOf(outer, text) : scope,
        isPublic: isPublic(languageName, { name, kind: known }, text, node.startIndex),
        start: whole.startIndex,
        end: whole.endIndex,
        at: start,
      });
    }
  }
  const kept = setScopes(definitions, scopes);
  return {
    definitions: kept.map(({ name, kind, line, column, endLine, scope, isPublic }) => ({
      name,
      kind,
      line,
      column,
      endLine,
      scope,
      isPublic,
    })),
    references,
    offsets: new Set(kept.flatMap(({ kind, at }) => (kind === 'prototype' || at === undefined ? [] : [at]))),
  };
}

/** Anything without spaces: operators and PHP's namespaces have names as well. */
const IS_NAME = /^[^\s\p{Cc}]+$/u;
const C_FAMILY: ReadonlySet<string> = new Set(['C', 'C++', 'Cuda']);

function textOf(node: Node, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** The name, where it begins, and what it is qualified with, as C++ writes it: `a::b<int>::c`. */
function readName(
  node: Node,
  text: string,
  languageName: string,
  isDefinition: boolean,
): { name: string; scope: string | null; start: number } {
  const start = node.startIndex;
  if (!isDefinition && !ODD_NAMES.has(languageName)) {
    const quick = plainNameAt(text, start);
    if (quick !== null) return { name: quick, scope: null, start };
  }
  const name = textOf(node, text);
  // Ruby's attributes are named by symbols.
  if (languageName === 'Ruby' && name.startsWith(':')) return { name: name.slice(1), scope: null, start: start + 1 };
  const cut = C_FAMILY.has(languageName) ? /^(.*::)\s*([^:]+)$/su.exec(name) : null;
  if (!cut) return { name, scope: null, start };
  const scopes = cut[1]!.replace(/<[^<>]*>/g, '').split('::');
  const scope = scopes.map((part) => part.trim()).filter((part) => part !== '');
  return { name: cut[2]!, scope: scope.join('.') || null, start: start + name.length - cut[2]!.length };
}

/** Languages whose names have other characters than letters and digits, such as `empty?`. */
const ODD_NAMES: ReadonlySet<string> = new Set(['Elixir', 'PHP', 'Ruby', 'Shell']);

/** The name that begins here if it is in ASCII: to ask the parser where it ends takes longer than all else. */
function plainNameAt(text: string, start: number): string | null {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return null;
    const isLetter = (unit > 96 && unit < 123) || (unit > 64 && unit < 91) || (unit > 47 && unit < 58);
    if (!isLetter && unit !== 95 && unit !== 36) break;
  }
  return at > start ? text.slice(start, at) : null;
}

/** `struct a *b` and `enum c d` name types and define none, whatever the official tags of C say. */
function isMention(node: Node, kind: string): boolean {
  if (kind !== 'type' && kind !== 'class') return false;
  return /^(enum|struct|union|class)_specifier$/.test(node.type) && node.childForFieldName('body') === null;
}

/** C's functions and variables are declared anywhere and defined once: the definitions are tagged as a whole. */
function isDeclared(kind: SymbolKind, whole: Node, text: string): boolean {
  if (kind === 'variable') return text.startsWith('extern', whole.startIndex);
  return (kind === 'function' || kind === 'method') && whole.type === 'function_declarator';
}

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
import { tagQuery } from './tags';

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

interface Tag {
  /** Of the tree: what stands in a macro is known better there than in the macro's tokens. */
  depth: number;
  pattern: number;
  role: 'definition' | 'reference' | 'scope';
  kind: string;
  name: Node;
  node: Node;
  scope: Node | null;
}

/** The symbols of a parsed text, in the order of their places; of each place one. */
export function findSymbols({ grammar, language, roots }: Syntax, text: string, languageName: string): FileSymbols {
  const tags = new Map<number, Tag>();
  const scopes: Scoped[] = [];
  const ignored = new Set<number>();
  const query = tagQuery(grammar, language);
  const deadline = performance.now() + MAX_QUERY_MS;
  for (const [depth, root] of query ? roots.entries() : []) {
    const matches = query!.matches(root, {
      matchLimit: MATCH_LIMIT,
      progressCallback: () => performance.now() > deadline,
    });
    for (const { patternIndex, captures } of matches) {
      for (const capture of captures) if (capture.name === 'ignore') ignored.add(capture.node.startIndex);
      const tag = readTag(depth, patternIndex, captures);
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
      const known = tags.get(tag.name.startIndex);
      if (!known || isBefore(tag, known)) tags.set(tag.name.startIndex, tag);
    }
  }
  const found = [...tags.values()].filter(({ role, name }) => role === 'definition' || !ignored.has(name.startIndex));
  return toSymbols(
    found.sort((a, b) => a.name.startIndex - b.name.startIndex),
    { scopes, text, languageName },
  );
}

function readTag(depth: number, pattern: number, captures: QueryCapture[]): Tag | null {
  let name: Node | null = null;
  let scope: Node | null = null;
  let tagged: QueryCapture | null = null;
  for (const capture of captures) {
    if (capture.name === 'name') name = capture.node;
    else if (capture.name === 'local.scope') scope = capture.node;
    else if (ROLE.test(capture.name)) tagged = capture;
  }
  if (!name || !tagged) return null;
  const [, role, kind = ''] = ROLE.exec(tagged.name)!;
  return { depth, pattern, role: role as Tag['role'], kind, name, node: tagged.node, scope };
}

const ROLE = /^(definition|reference|scope)(?:\.(\w+))?$/;

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
  for (const { role, kind, name: node, node: whole, scope } of tags) {
    // Ruby's attributes are named by symbols.
    const skipped = node.type === 'simple_symbol' ? 1 : 0;
    const name = textOf(node, text).slice(skipped);
    if (name.length > MAX_NAME || !IS_NAME.test(name)) continue;
    const { row } = node.startPosition;
    const column = node.startPosition.column + skipped;
    if (role === 'definition' && !isMention(whole)) {
      if (definitions.length >= MAX_DEFINITIONS) continue;
      const extent = extentOf(whole);
      const known = kindOf(KINDS.get(kind) ?? 'variable', whole, extent);
      const last = extent.endPosition;
      definitions.push({
        name,
        kind: known,
        line: row + 1,
        column,
        // A directive of C ends with its line end.
        endLine: Math.max(row, last.column === 0 ? last.row - 1 : last.row) + 1,
        scope: scope && scopeOf(scope, whole, node, text),
        isPublic: isPublic(languageName, { name, kind: known }, text, node.startIndex),
        start: extent.startIndex,
        end: extent.endIndex,
        at: node.startIndex + skipped,
      });
    } else if (references.length < MAX_REFERENCES) {
      references.push({
        name,
        kind: REFERENCES.get(kind) ?? (role === 'definition' ? 'type' : 'other'),
        line: row + 1,
        column,
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

function textOf(node: Node, text: string): string {
  return text.slice(node.startIndex, node.endIndex);
}

/** What a name is qualified with: in C++ all that stands before it. */
function scopeOf(scope: Node, whole: Node, name: Node, text: string): string {
  if (whole.type !== 'function_declarator') return textOf(scope, text);
  const from = whole.childForFieldName('declarator')?.startIndex ?? scope.startIndex;
  const before = text.slice(from, name.startIndex).replace(/<[^<>]*>/g, '');
  return before
    .split('::')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('.');
}

/** `struct a *b` and `enum c d` name types and define none, whatever the official tags of C say. */
function isMention(node: Node): boolean {
  return /^(enum|struct|union|class)_specifier$/.test(node.type) && node.childForFieldName('body') === null;
}

/** In C a definition is tagged at its declarator: the whole is what that stands in. */
function extentOf(node: Node): Node {
  let whole = node;
  while (/_declarator$/.test(whole.type) && whole.type !== 'variable_declarator') {
    const outer: Node | null = whole.parent;
    if (
      !outer ||
      !/_declarator$|^(function_definition|declaration|field_declaration|qualified_identifier)$/.test(outer.type)
    )
      break;
    whole = outer;
  }
  return whole;
}

/** C's functions and variables are declared anywhere and defined once. */
function kindOf(kind: SymbolKind, tagged: Node, whole: Node): SymbolKind {
  const isDeclared = whole.type === 'declaration' || whole.type === 'field_declaration';
  if (tagged.type === 'function_declarator') {
    if (kind === 'field' || kind === 'type') return kind;
    return isDeclared ? 'prototype' : kind;
  }
  const isExtern = kind === 'variable' && whole.type === 'declaration' && whole.firstChild?.text === 'extern';
  return isExtern ? 'prototype' : kind;
}

// Says in what each definition stands, by their ranges, and drops what is local to a function.
import type { Definition } from '@/lib/text/symbols';

export interface Scoped {
  name: string;
  /** UTF-16 offsets of the whole. */
  start: number;
  end: number;
  /** Of the name. */
  at?: number;
  /** What stands in it that is no definition itself, such as an `impl` block. */
  holds?: 'type';
}

const HOLDS_MEMBERS: ReadonlySet<string> = new Set([
  'class',
  'enum',
  'interface',
  'module',
  'namespace',
  'object',
  'struct',
  'trait',
  'type',
  'union',
]);
const IS_TYPE: ReadonlySet<string> = new Set([
  'class',
  'enum',
  'interface',
  'object',
  'struct',
  'trait',
  'type',
  'union',
]);
const RUNS: ReadonlySet<string> = new Set(['constructor', 'function', 'method']);
/** Of no use to anybody outside of the function that they stand in. */
const LOCAL: ReadonlySet<string> = new Set(['constant', 'field', 'property', 'variable', 'prototype']);
/** A deeper one says no more. */
const MAX_NAMES = 8;
const MAX_LENGTH = 200;

interface Outer {
  kind: string;
  end: number;
  path: string;
  depth: number;
}

/** The definitions that are kept, each with its scope, and functions of types called methods. Ordered by name's place. */
export function setScopes<T extends Definition & Scoped>(definitions: T[], others: Scoped[]): T[] {
  const all: { item: Scoped; definition: T | null }[] = [
    ...definitions.map((definition) => ({ item: definition, definition })),
    ...others.map((item) => ({ item, definition: null })),
  ].sort((a, b) => a.item.start - b.item.start || b.item.end - a.item.end);
  const stack: Outer[] = [];
  const kept: T[] = [];
  for (const { item, definition } of all) {
    while (stack.length > 0 && stack.at(-1)!.end < item.end) stack.pop();
    const outer = stack.at(-1) ?? null;
    const kind = definition?.kind ?? 'type';
    if (definition) {
      if (outer && RUNS.has(outer.kind) && LOCAL.has(kind)) continue;
      definition.scope = joined(outer?.path ?? null, definition.scope);
      if (kind === 'function' && outer && IS_TYPE.has(outer.kind)) definition.kind = 'method';
      kept.push(definition);
    }
    if ((HOLDS_MEMBERS.has(kind) || RUNS.has(kind)) && (outer?.depth ?? 0) < MAX_NAMES) {
      const path = joined(definition ? definition.scope : (outer?.path ?? null), item.name)!;
      stack.push({ kind, end: item.end, path, depth: (outer?.depth ?? 0) + 1 });
    }
  }
  return kept.sort((a, b) => a.at! - b.at!);
}

function joined(outer: string | null, inner: string | null): string | null {
  const path = outer && inner ? `${outer}.${inner}` : (outer ?? inner);
  return path === null ? null : path.replace(/\s+/g, ' ').slice(0, MAX_LENGTH);
}

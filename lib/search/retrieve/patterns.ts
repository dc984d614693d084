// Proves patterns on the texts of candidates, where the database cannot: the same matches on every database.
import { setImmediate as breathe } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { isText, type Leaf, leavesOf, type Query } from '@/lib/search/query/query';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import type { Budget } from './budget';
import { isPattern, type Spelling } from './predicates';
import type { Scope } from './scope';
import type { SearchTransaction } from './snapshot';
import { proveTree } from './trees';

/** Parts of a query that hang on patterns; all must hold. */
export interface OpenConditions {
  trees: Query[];
  /** What each row is asked for them: whether it holds the leaves that the database knows. */
  known: SQL;
  /** The condition that it is not decided already that they do not hold. */
  mayHold: SQL[];
  /** Whether they hold for a row with these leaves and this text. */
  hold: (known: boolean[], text: string | null) => boolean;
}

/** Bytes of texts read at once, beside one that is larger. */
const BATCH_BYTES = 2 * 1024 ** 2;

export function openConditions(trees: Query[], spelling: Spelling, scope: Scope): OpenConditions {
  const leaves = new Map<string, Leaf>();
  for (const leaf of trees.flatMap(leavesOf)) if (!isOpen(leaf)) leaves.set(JSON.stringify(leaf), leaf);
  const places = new Map([...leaves.keys()].map((key, place) => [key, place]));
  const columns = [...leaves.values()].map((leaf) => proveTree(leaf, spelling, scope));
  const matches = (leaf: Leaf, known: boolean[], text: string | null): boolean => {
    if (!isOpen(leaf)) return known[places.get(JSON.stringify(leaf))!] ?? false;
    if (text === null) return false;
    const compiled = compileRegex(leaf.kind === 'regex' ? leaf.text : '', { ignoreCase: spelling.ignoreCase });
    return !isRegexError(compiled) && compiled.test(text);
  };
  return {
    trees,
    known: columns.length > 0 ? sql`array[${sql.join(columns, sql`, `)}]` : sql`'{}'::boolean[]`,
    mayHold: trees.map((tree) => sql`(${proveTree(tree, spelling, scope)}) is not false`),
    hold: (known, text) => trees.every((tree) => holds(tree, (leaf) => matches(leaf, known, text))),
  };
}

function isOpen(leaf: Leaf): boolean {
  return isText(leaf) && isPattern(leaf);
}

/** Whether a tree holds, by what its leaves say. */
export function holds(query: Query, leafHolds: (leaf: Leaf) => boolean): boolean {
  if (query.kind === 'not') return !holds(query.part, leafHolds);
  if (query.kind === 'and') return query.parts.every((part) => holds(part, leafHolds));
  if (query.kind === 'or') return query.parts.some((part) => holds(part, leafHolds));
  return leafHolds(query);
}

export interface OpenRow {
  blob_id: string;
  bytes: number;
  known: boolean[];
}

/**
 * The rows whose texts prove what is open, in their order, until there are more than `limit` of them or time is up.
 * `isCut` is true if some rows were not looked at for want of time.
 */
export async function proveOpen<R extends OpenRow>(
  tx: SearchTransaction,
  rows: R[],
  open: OpenConditions,
  { limit, budget }: { limit: number; budget: Budget },
): Promise<{ rows: R[]; isCut: boolean }> {
  const proven: R[] = [];
  const verdicts = new Map<string, boolean>();
  for (let at = 0; at < rows.length && proven.length <= limit; ) {
    if (budget.isOver()) return { rows: proven, isCut: true };
    const batch: R[] = [];
    for (let bytes = 0; at < rows.length; at++) {
      bytes += rows[at]!.bytes;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push(rows[at]!);
    }
    const ids = [...new Set(batch.map((row) => row.blob_id))];
    const texts = await tx.execute<{ id: string; text: string | null }>(
      sql`select b.id::text as id, b.content as text from blobs b where b.id = any(${`{${ids.join(',')}}`}::bigint[])`,
    );
    const textOf = new Map(texts.map(({ id, text }) => [id, text]));
    for (const row of batch) {
      if (budget.isOver()) return { rows: proven, isCut: true };
      const key = `${row.blob_id} ${row.known.join()}`;
      const verdict = verdicts.get(key) ?? open.hold(row.known, textOf.get(row.blob_id) ?? null);
      verdicts.set(key, verdict);
      if (verdict) proven.push(row);
    }
    // Others are answered meanwhile.
    await breathe();
  }
  return { rows: proven, isCut: false };
}

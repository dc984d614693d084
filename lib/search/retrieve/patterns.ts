// Proves patterns on the texts of candidates, where the database cannot: the same matches on every database.
import { setImmediate as breathe } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { isText, type Leaf, leavesOf, type Query } from '@/lib/search/query/query';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import { testTexts } from '@/lib/search/regex/match';
import { isPattern, type Spelling } from './predicates/predicates';
import type { Scope } from './scope/scope';
import type { Budget } from './snapshot/budget';
import { keptTexts } from './snapshot/kept-texts';
import type { SearchTransaction } from './snapshot/snapshot';
import { proveTree } from './trees';

/** Parts of a query that hang on patterns; all must hold. */
export interface OpenConditions {
  trees: Query[];
  /** What each row is asked for them: whether it holds the leaves that the database knows. */
  known: SQL;
  /** The condition that it is not decided already that they do not hold. */
  mayHold: SQL[];
  /** Whether they hold for rows with these leaves and texts; null if time was up before that is known of all. */
  hold: (rows: { known: boolean[]; text: string | null }[], budget: Budget) => Promise<boolean[] | null>;
}

/** Bytes of texts read at once, beside one that is larger. */
const BATCH_BYTES = 2 * 1024 ** 2;

export function openConditions(trees: Query[], spelling: Spelling, scope: Scope): OpenConditions {
  const leaves = new Map<string, Leaf>();
  for (const leaf of trees.flatMap(leavesOf)) if (!isOpen(leaf)) leaves.set(JSON.stringify(leaf), leaf);
  const places = new Map([...leaves.keys()].map((key, place) => [key, place]));
  const columns = [...leaves.values()].map((leaf) => proveTree(leaf, spelling, scope));
  const patterns = [...new Set(trees.flatMap(leavesOf).flatMap((leaf) => (leaf.kind === 'regex' ? leaf.text : [])))];
  return {
    trees,
    known: columns.length > 0 ? sql`array[${sql.join(columns, sql`, `)}]` : sql`'{}'::boolean[]`,
    mayHold: trees.map((tree) => sql`(${proveTree(tree, spelling, scope)}) is not false`),
    hold: async (rows, budget) => {
      const matches = rows.map(() => new Map<string, boolean>());
      const verdictOf = (row: number) => {
        const leafHolds = (leaf: Leaf) =>
          leaf.kind === 'regex'
            ? (matches[row]!.get(leaf.text) ?? null)
            : (rows[row]!.known[places.get(JSON.stringify(leaf))!] ?? false);
        return decide({ kind: 'and', parts: trees }, leafHolds);
      };
      // One pattern after the other, in the texts on which anything still hangs.
      for (const pattern of patterns) {
        const asked = rows.map((_, row) => row).filter((row) => verdictOf(row) === null);
        const texts = asked.map((row) => rows[row]!.text ?? '');
        const compiled = compileRegex(pattern, { ignoreCase: spelling.ignoreCase });
        const found = isRegexError(compiled) ? texts.map(() => false) : await testTexts(compiled, texts, budget);
        if (found === null) return null;
        // A file without text has no match, not even an empty one.
        for (const [i, row] of asked.entries()) matches[row]!.set(pattern, found[i]! && rows[row]!.text !== null);
      }
      return rows.map((_, row) => verdictOf(row) === true);
    },
  };
}

function isOpen(leaf: Leaf): boolean {
  return isText(leaf) && isPattern(leaf);
}

/** Whether a tree holds, by what its leaves say. */
export function holds(query: Query, leafHolds: (leaf: Leaf) => boolean): boolean {
  return decide(query, leafHolds) === true;
}

/** The same where not every leaf has said yet: null if it hangs on one of those. */
function decide(query: Query, leafHolds: (leaf: Leaf) => boolean | null): boolean | null {
  if (query.kind === 'not') {
    const held = decide(query.part, leafHolds);
    return held === null ? null : !held;
  }
  if (query.kind !== 'and' && query.kind !== 'or') return leafHolds(query);
  const settling = query.kind === 'or';
  let isOpen = false;
  for (const part of query.parts) {
    const held = decide(part, leafHolds);
    if (held === settling) return settling;
    isOpen ||= held === null;
  }
  return isOpen ? null : !settling;
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
  const kept = keptTexts(tx);
  for (let at = 0; at < rows.length && proven.length <= limit; ) {
    if (budget.isOver()) return { rows: proven, isCut: true };
    const batch: R[] = [];
    for (let bytes = 0; at < rows.length; at++) {
      bytes += rows[at]!.bytes;
      if (batch.length > 0 && bytes > BATCH_BYTES) break;
      batch.push(rows[at]!);
    }
    const textOf = await readTexts(tx, new Set(batch.map((row) => row.blob_id)));
    const keyOf = (row: R) => `${row.blob_id} ${row.known.join()}`;
    const asked = new Map(batch.filter((row) => !verdicts.has(keyOf(row))).map((row) => [keyOf(row), row]));
    const held = await open.hold(
      [...asked.values()].map(({ known, blob_id: id }) => ({ known, text: textOf.get(id) ?? null })),
      budget,
    );
    if (held === null) return { rows: proven, isCut: true };
    for (const [i, key] of [...asked.keys()].entries()) verdicts.set(key, held[i]!);
    for (const row of batch) {
      if (!verdicts.get(keyOf(row))) continue;
      proven.push(row);
      // The others of a pattern that fits little may be very many.
      const text = textOf.get(row.blob_id);
      if (text) kept.keep(row.blob_id, text);
    }
    // Others are answered meanwhile.
    await breathe();
  }
  return { rows: proven, isCut: false };
}

async function readTexts(tx: SearchTransaction, ids: Set<string>): Promise<Map<string, string | null>> {
  const kept = keptTexts(tx);
  const texts = new Map<string, string | null>();
  for (const id of ids) {
    const text = kept.get(id);
    if (text !== undefined) texts.set(id, text);
  }
  const unread = [...ids].filter((id) => !texts.has(id));
  if (unread.length === 0) return texts;
  const rows = await tx.execute<{ id: string; text: string | null }>(
    sql`select b.id::text as id, b.content as text from blobs b where b.id = any(${`{${unread.join(',')}}`}::bigint[])`,
  );
  for (const { id, text } of rows) texts.set(id, text);
  return texts;
}

// Compares the refs that were written down with those that a mirror has, and writes what differs in bounded statements.
import { inArray, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** Rows of one statement. */
export const BATCH = 500;

export interface MovedRefs {
  /** Short names with what they name now. */
  moved: [name: string, sha: string][];
  gone: string[];
  /** All that there are. */
  count: number;
}

/** `known` is what was written down, by short name; null for what has to be written again in any case. */
export function movedRefs(
  refs: ReadonlyMap<string, string>,
  prefix: string,
  known: Map<string, string | null>,
): MovedRefs {
  const moved: [string, string][] = [];
  let count = 0;
  for (const [ref, sha] of refs) {
    if (!ref.startsWith(prefix)) continue;
    count += 1;
    const name = ref.slice(prefix.length);
    if (known.get(name) !== sha) moved.push([name, sha]);
    known.delete(name);
  }
  return { moved, gone: [...known.keys()], count };
}

/** Does `work` for one lot after the other. */
export async function inLots<T>(items: readonly T[], work: (lot: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += BATCH) await work(items.slice(i, i + BATCH));
}

/** The rows of repository `repoId` with these names. */
export function named(columns: { repoId: AnyPgColumn; name: AnyPgColumn }, repoId: string, names: string[]): SQL {
  return sql`${columns.repoId} = ${repoId} and ${inArray(columns.name, names)}`;
}

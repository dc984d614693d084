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

/**
 * Both are lines `<object id> <full name>` in any order; `known` is what was written down, with another id for what has to
 * be written again in any case. Names begin with `prefix`. Lines that both have are not looked into.
 */
export function movedRefs(refs: string, known: string, prefix: string): MovedRefs {
  const now = linesOf(refs);
  const before = new Set(linesOf(known));
  const moved = now.filter((line) => !before.delete(line)).map((line) => parse(line, prefix));
  const gone = new Set([...before].map((line) => parse(line, prefix)[0]));
  for (const [name] of moved) gone.delete(name);
  return { moved, gone: [...gone], count: now.length };
}

/** Each line ends with a line break. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  lines.pop();
  return lines;
}

function parse(line: string, prefix: string): [name: string, sha: string] {
  const space = line.indexOf(' ');
  return [line.slice(space + 1 + prefix.length), line.slice(0, space)];
}

/** Does `work` for one lot after the other. */
export async function inLots<T>(items: readonly T[], work: (lot: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += BATCH) await work(items.slice(i, i + BATCH));
}

/** The rows of repository `repoId` with these names. */
export function named(columns: { repoId: AnyPgColumn; name: AnyPgColumn }, repoId: string, names: string[]): SQL {
  return sql`${columns.repoId} = ${repoId} and ${inArray(columns.name, names)}`;
}

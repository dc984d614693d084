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
 * Both are lines `<object id> <full name>` (`known` as it was written down, with another id for what has to be written
 * again in any case), in the same order; names begin with `prefix`. Only lines from the first that differs to the last one
 * are looked at one by one.
 */
export function movedRefs(refs: string, known: string, prefix: string): MovedRefs {
  const [now, before] = withoutCommon(refs, known);
  const gone = new Map(linesOf(before, prefix));
  const moved = linesOf(now, prefix).filter(([name, sha]) => {
    const old = gone.get(name);
    gone.delete(name);
    return old !== sha;
  });
  return { moved, gone: [...gone.keys()], count: countLines(refs) };
}

/** Lines without those that both begin with, and those that both end with. Both end with a line break, or are empty. */
function withoutCommon(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  if (start > 0) start = a.lastIndexOf('\n', start - 1) + 1;
  let same = 0;
  while (same < shorter - start && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same++;
  // What both end with begins anywhere in a line: the lines after that one.
  const rest = same === 0 ? 0 : a.length - (a.indexOf('\n', a.length - same) + 1);
  return [a.slice(start, a.length - rest), b.slice(start, b.length - rest)];
}

function linesOf(text: string, prefix: string): [name: string, sha: string][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(space + 1 + prefix.length), line.slice(0, space)];
    });
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Does `work` for one lot after the other. */
export async function inLots<T>(items: readonly T[], work: (lot: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += BATCH) await work(items.slice(i, i + BATCH));
}

/** The rows of repository `repoId` with these names. */
export function named(columns: { repoId: AnyPgColumn; name: AnyPgColumn }, repoId: string, names: string[]): SQL {
  return sql`${columns.repoId} = ${repoId} and ${inArray(columns.name, names)}`;
}

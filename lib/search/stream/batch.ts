// Reads one batch of blobs, proves what was asked for, and takes all matches of those that hold it.
import { sql } from 'drizzle-orm';
import type { TextTerm } from '@/lib/search/query/query';
import { compileRegex, isRegexError } from '@/lib/search/regex/compile';
import { BLOB_COLUMNS, type HitRow, hitColumns } from '@/lib/search/retrieve/candidate';
import { restOf } from '@/lib/search/retrieve/rest';
import type { TextQuery } from '@/lib/search/retrieve/text';
import { type SearchMatch, toLineMatches } from '@/lib/search/show/lines';
import { findOccurrences } from '@/lib/search/show/occurrences';
import { patternRanges } from '@/lib/search/show/pattern-ranges';
import { termsOf } from '../query/plan/simplify';
import { and, isPattern, proveRequired, proveWhole } from '../retrieve/predicates/predicates';
import { withinScope } from '../retrieve/scope/scope';
import { OutOfTime } from '../retrieve/snapshot/budget';
import type { SearchTransaction } from '../retrieve/snapshot/snapshot';

export interface FileMatches {
  repoId: string;
  ref: string;
  path: string;
  language: string | null;
  matches: SearchMatch[];
  matchCount: number;
  /** False if not every match of the file is among them. */
  isAll: boolean;
}

/** Matches of one term in one file; more do not fit into memory. */
const MAX_IN_FILE = 100_000;

/** The files of these blobs that match, by path, with every match in each. Throws OutOfTime. */
export async function readBatch(tx: SearchTransaction, query: TextQuery, blobIds: string[]): Promise<FileMatches[]> {
  const { plan, scope, filters } = query;
  const { proofs, open } = restOf(query, { withClauses: true });
  const clauses = plan.clauses.filter(({ anyOf }) => !anyOf.some(isPattern));
  // Candidates may be there for want of room in the word index: here all are proven.
  const proven = [
    ...clauses.map((clause) => proveWhole(clause, plan)),
    ...plan.clauses
      .filter(({ anyOf }) => anyOf.some(isPattern))
      .map((clause) => proveRequired(clause, plan))
      .filter((condition) => condition !== null),
  ];
  const rows = await tx.execute<HitRow & { text: string | null }>(sql`
    select ${hitColumns(sql`0`, open)}, b.content as text
    from (
      select b.*, f.ref, f.path
      from (select ${BLOB_COLUMNS} from blobs b
        where b.id = any(${`{${blobIds.join(',')}}`}::bigint[]) and ${and(filters.languages)} offset 0) b
      cross join lateral (select f.ref, f.path from files f
        where f.blob_id = b.id and ${and([...withinScope(scope).files, ...filters.paths])} offset 0) f
      offset 0
    ) b
    where ${and([...proven, ...proofs, ...(open?.mayHold ?? [])])}
    order by b.repo_id, b.ref, b.path`);
  const terms = termsOf(plan);
  const known = new Map<string, Pick<FileMatches, 'matches' | 'matchCount' | 'isAll'>>();
  const files: FileMatches[] = [];
  const held = open ? await open.hold(rows, query.budget) : null;
  if (open && held === null) throw new OutOfTime();
  for (const [i, row] of rows.entries()) {
    if (held && !held[i]) continue;
    const found = known.get(row.blob_id) ?? (await allMatches(row.text ?? '', terms, query));
    known.set(row.blob_id, found);
    files.push({ repoId: row.repo_id, ref: row.ref, path: row.path, language: row.language, ...found });
  }
  return files;
}

async function allMatches(text: string, terms: TextTerm[], { plan, budget }: TextQuery) {
  const { matchCase, ignoreCase } = plan;
  const options = { matchCase, ignoreCase, isLoose: false, maxPerTerm: MAX_IN_FILE };
  const ranges = await patternRanges(text, terms, { ...options, time: budget });
  if (ranges === null) throw new OutOfTime();
  const occurrences = findOccurrences(text, terms, { ...options, ranges });
  const counts = new Map<number, number>();
  for (const { term } of occurrences) counts.set(term, (counts.get(term) ?? 0) + 1);
  return {
    matches: toLineMatches(text, occurrences, Number.POSITIVE_INFINITY),
    matchCount: occurrences.length,
    isAll: [...counts.values()].every((count) => count < MAX_IN_FILE) && terms.every((term) => isThorough(term, text)),
  };
}

function isThorough(term: TextTerm, text: string): boolean {
  if (term.kind !== 'regex') return true;
  const compiled = compileRegex(term.text, { ignoreCase: false });
  return !isRegexError(compiled) && compiled.isThorough(text);
}

// Which repositories and branches a query looks at: what the caller may see, narrowed by repo: and branch:.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Actor, seesEverything } from '@/lib/context';
import { isStale } from '@/lib/repos/is-stale';
import { type Standing, standingOf } from '@/lib/repos/standing';
import { fits, globToRegex, isGlob } from '@/lib/search/query/glob';
import type { SearchPlan } from '@/lib/search/query/simplify';
import { NAME, repoCondition } from './repo-conditions';
import type { SearchTransaction } from './snapshot';

export interface ScopedRef {
  repoId: string;
  /** `org/name` */
  repo: string;
  ref: string;
  /** What `files` shows of this branch. */
  commit: string;
  indexedAt: Date;
  checkedAt: Date | null;
  isStale: boolean;
  standing: Standing;
}

export interface Scope {
  refs: ScopedRef[];
  /** True if a filter or the caller's rights left something out. */
  isNarrowed: boolean;
  /** Exclusions of the query that fit nothing here, as they were typed: `-repo:x`. */
  idle: string[];
  /** For filters of repositories among alternatives, by the filter as JSON: the repositories that fit. */
  sets?: Map<string, string[]>;
}

/**
 * Reads the branches to look at, ordered by repository: the default branch of each, or those that branch: names.
 * Deleted repositories do not exist, private ones exist for signed-in callers alone.
 */
export async function resolveScope(
  tx: SearchTransaction,
  actor: Actor,
  plan: Pick<SearchPlan, 'filters' | 'excludedFilters'>,
  repoId: string | undefined,
): Promise<Scope> {
  if (repoId !== undefined && !z.guid().safeParse(repoId).success) return { refs: [], isNarrowed: true, idle: [] };
  const conditions: SQL[] = [sql`r.deleted_at is null`];
  if (!seesEverything(actor)) conditions.push(sql`r.is_public`);
  const visible = sql.join(conditions, sql` and `);
  if (repoId !== undefined) conditions.push(sql`r.id = ${repoId}::uuid`);
  const branchFilter = plan.filters.find((filter) => filter.field === 'branch');
  conditions.push(branchFilter ? anyOf(branchFilter.anyOf.map(isBranch)) : IS_DEFAULT);
  for (const { field, anyOf: values } of plan.filters) {
    const known = values.map((value) => repoCondition(field, value)).filter((condition) => condition !== null);
    if (known.length > 0) conditions.push(anyOf(known));
  }
  for (const { field, anyOf: values } of plan.excludedFilters) {
    const known = values.map((value) => repoCondition(field, value)).filter((condition) => condition !== null);
    if (known.length > 0) conditions.push(sql`${anyOf(known)} is not true`);
    if (field === 'branch') conditions.push(sql`not ${anyOf(values.map(isBranch))}`);
  }
  const rows = await tx.execute<Row>(sql`
    select r.id as repo_id, ${NAME} as repo, ir.ref, ir.commit_sha, ir.indexed_at, r.checked_at, r.added_at,
      r.check_seconds, r.status, r.kind, r.failing_since, r.held_back_commit
    from repos r
    join orgs o on o.id = r.org_id
    join indexed_refs ir on ir.repo_id = r.id
    where ${sql.join(conditions, sql` and `)}
    order by repo, ir.ref`);
  return {
    refs: rows.map((row) => {
      const checkedAt = row.checked_at === null ? null : new Date(row.checked_at);
      const indexedAt = new Date(row.indexed_at);
      const stands = {
        kind: row.kind,
        status: row.status,
        indexedAt,
        checkedAt,
        addedAt: new Date(row.added_at),
        checkSeconds: row.check_seconds,
        failingSince: row.failing_since === null ? null : new Date(row.failing_since),
        heldBackCommit: row.held_back_commit,
      };
      return {
        repoId: row.repo_id,
        repo: row.repo,
        ref: row.ref,
        commit: row.commit_sha,
        indexedAt,
        checkedAt,
        isStale: isStale(stands),
        standing: standingOf(stands, { mayKnowWhy: seesEverything(actor) }),
      };
    }),
    isNarrowed: conditions.length > 2,
    idle: await idleExclusions(tx, visible, plan),
  };
}

/** Values of -repo: and -branch: that fit nothing that the caller may see: the caller is told. */
async function idleExclusions(
  tx: SearchTransaction,
  visible: SQL,
  plan: Pick<SearchPlan, 'excludedFilters'>,
): Promise<string[]> {
  const fitting = plan.excludedFilters.flatMap(({ field, anyOf: values }) => {
    if (field !== 'repo' && field !== 'branch') return [];
    const isIt = (value: string) => (field === 'repo' ? fits(NAME, value, false) : isBranch(value));
    return values.map((value) => ({ written: `-${field}:${value}`, condition: isIt(value) }));
  });
  if (fitting.length === 0) return [];
  const asked = fitting.map(
    ({ condition }, i) => sql`select ${i}::int as i where not exists (
      select 1 from repos r join orgs o on o.id = r.org_id join indexed_refs ir on ir.repo_id = r.id
      where ${visible} and ${condition})`,
  );
  const rows = await tx.execute<{ i: number }>(sql.join(asked, sql` union all `));
  return rows.flatMap(({ i }) => fitting[i]?.written ?? []);
}

interface Row extends Record<string, unknown> {
  repo_id: string;
  repo: string;
  ref: string;
  commit_sha: string;
  indexed_at: string;
  checked_at: string | null;
  added_at: string;
  check_seconds: number | null;
  status: string;
  kind: string;
  failing_since: string | null;
  held_back_commit: string | null;
}

/** While upstream's default branch is being renamed, what is indexed still carries the old name. */
const IS_DEFAULT = sql`ir.ref = coalesce(
  (select d.ref from indexed_refs d where d.repo_id = r.id and d.ref = r.default_branch),
  (select min(d.ref) from indexed_refs d where d.repo_id = r.id))`;

function isBranch(value: string): SQL {
  // Slashes in a branch's name are not folders: `*` crosses them.
  return isGlob(value) ? sql`ir.ref ~ ${globToRegex(`/${value.replaceAll('*', '**')}`)}` : sql`ir.ref = ${value}`;
}

function anyOf(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** The conditions that keep `blobs b`, `files f` and `embeddings e` within a scope that is not empty. */
export function withinScope(scope: Scope): { blobs: SQL[]; files: SQL[]; embeddings: SQL[] } {
  const reposByRef = new Map<string, string[]>();
  for (const { ref, repoId } of scope.refs) {
    const ids = reposByRef.get(ref);
    if (ids) ids.push(repoId);
    else reposByRef.set(ref, [repoId]);
  }
  const perRef = [...reposByRef].map(([ref, ids]) => sql`(f.ref = ${ref} and ${isOneOf(sql`f.repo_id`, ids)})`);
  const repoIds = [...new Set(scope.refs.map((ref) => ref.repoId))];
  return {
    files: [anyOf(perRef)],
    blobs: scope.isNarrowed ? [isOneOf(sql`b.repo_id`, repoIds)] : [],
    embeddings: scope.isNarrowed ? [isOneOf(sql`e.repo_id`, repoIds)] : [],
  };
}

/** `ids` are UUIDs from the database: nothing in them needs quoting inside an array literal. */
function isOneOf(column: SQL, ids: string[]): SQL {
  return ids.length === 1 ? sql`${column} = ${ids[0]}::uuid` : sql`${column} = any(${`{${ids.join(',')}}`}::uuid[])`;
}

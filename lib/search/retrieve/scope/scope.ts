// Which repositories and branches a query looks at: what the caller may see, narrowed by repo: and branch:.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { mayOnRepos } from '@/lib/access/visible-repos';
import type { Actor } from '@/lib/context';
import { fits, globToRegex, isGlob, nameFits } from '@/lib/search/query/glob';
import type { SearchPlan } from '@/lib/search/query/plan/simplify';
import type { SearchTransaction } from '@/lib/search/retrieve/snapshot/snapshot';
import { NAME, repoConditions } from './repo-conditions';
import {
  compareRefs,
  isOneOf,
  type RefRow,
  refColumns,
  type ScopedRef,
  type SeenRefs,
  seenRefs,
  toRef,
} from './scoped-ref';

/** As many branches are named one by one in a search's queries; more are told by a condition on their repositories. */
export const MAX_LISTED = 64;

export interface Scope {
  /** The branches to look at, ordered by repository; only some of them if `isListed` is false. */
  refs: ScopedRef[];
  /** False if there are more than `MAX_LISTED`. */
  isListed: boolean;
  /** Whether a repository with this id is one of them, read once for a query; null if all are that a caller may see. */
  hasRepo: ((repoId: SQL) => SQL) | null;
  /** Whether a branch of `repos r` with this name is one of them, if the repository is. */
  hasBranch: (ref: SQL) => SQL;
  /** True if a filter or the caller's rights left something out. */
  isNarrowed: boolean;
  /** Values of repo: and branch: that fit nothing while others do, as they were typed: `repo:x`. */
  missing: string[];
  /** Exclusions of the query that fit nothing here, as they were typed: `-repo:x`. */
  idle: string[];
  /** What is known of branches by now, those that are not listed among them. */
  seen: SeenRefs;
  /** Who asks. */
  actor: Actor;
  /** For filters of repositories among alternatives, by the filter as JSON: the repositories that fit. */
  sets?: Map<string, string[]>;
}

/** The repositories that a caller may read: a condition on `repos r`. All that searches rests on this one. */
export function readableBy(actor: Actor): SQL {
  const mayRead = mayOnRepos(actor, 'repo.read', sql`r`);
  return mayRead ? sql`r.deleted_at is null and ${mayRead}` : sql`r.deleted_at is null`;
}

/**
 * Says which branches to look at: the default branch of each repository, or those that branch: names. Deleted
 * repositories do not exist, nor do those that the caller may not read. However many there are, it reads few, unless
 * all of them are asked for.
 */
export async function resolveScope(
  tx: SearchTransaction,
  actor: Actor,
  plan: Pick<SearchPlan, 'filters' | 'excludedFilters'>,
  repoId: string | undefined,
  { isWhole = false }: { isWhole?: boolean } = {},
): Promise<Scope> {
  const visible = readableBy(actor);
  const narrowing: SQL[] = [];
  if (repoId !== undefined) {
    // What is no id names nothing.
    narrowing.push(z.guid().safeParse(repoId).success ? sql`r.id = ${repoId}::uuid` : sql`false`);
  }
  const branchFilter = plan.filters.find((filter) => filter.field === 'branch');
  const branchExclusions = plan.excludedFilters.filter((filter) => filter.field === 'branch');
  narrowing.push(...repoConditions(plan));
  const hasBranch = (ref: SQL) => {
    const isBranchOf = branchFilter ? anyOf(branchFilter.anyOf.map((value) => isBranch(ref, value))) : isDefault(ref);
    const others = branchExclusions.flatMap(({ anyOf: values }) => values.map((value) => isBranch(ref, value)));
    return sql.join([visible, isBranchOf, ...(others.length > 0 ? [sql`not ${anyOf(others)}`] : [])], sql` and `);
  };
  const isFitting = sql.join([visible, ...narrowing], sql` and `);
  // Fenced (`offset 0`), so that it ends with the last branch that is listed and does not join all repositories first.
  const rows = await tx.execute<RefRow>(sql`
    select ${refColumns(actor)} from repos r join orgs o on o.id = r.org_id
    cross join lateral (
      select ir.* from indexed_refs ir where ir.repo_id = r.id and ${hasBranch(sql`ir.ref`)} offset 0) ir
    where ${isFitting} limit ${isWhole ? null : MAX_LISTED + 1}::bigint`);
  const refs = rows
    .slice(0, isWhole ? rows.length : MAX_LISTED)
    .map((row) => toRef(row, actor))
    .sort(compareRefs);
  const isListed = isWhole || rows.length <= MAX_LISTED;
  return {
    refs,
    seen: seenRefs(refs),
    isListed,
    hasRepo:
      narrowing.length === 0
        ? null
        : // "is true" has the planner hash them once; else it may join, and read them again for each file.
          (repoId) => sql`(${repoId} in (
            select r.id from repos r join orgs o on o.id = r.org_id where ${isFitting} offset 0)) is true`,
    hasBranch,
    isNarrowed:
      narrowing.length + branchExclusions.length > 0 ||
      branchFilter !== undefined ||
      mayOnRepos(actor, 'repo.read', sql`r`) !== undefined,
    missing: isListed ? missingAmong(refs, plan) : await fittingNothing(tx, visible, plan.filters, ''),
    idle: await fittingNothing(tx, visible, plan.excludedFilters, '-'),
    actor,
  };
}

function missingAmong(refs: ScopedRef[], plan: Pick<SearchPlan, 'filters'>): string[] {
  return plan.filters.flatMap(({ field, anyOf: values }) => {
    if (field !== 'repo' && field !== 'branch') return [];
    const isThere = (value: string) =>
      field === 'repo'
        ? refs.some(({ repo }) => nameFits(repo, value))
        : isGlob(value) || refs.some(({ ref }) => ref === value);
    return values.filter((value) => !isThere(value)).map((value) => `${field}:${value}`);
  });
}

/** Of values of filters, those that fit nothing that the caller may see: the caller is told. */
async function fittingNothing(
  tx: SearchTransaction,
  visible: SQL,
  filters: SearchPlan['filters'],
  prefix: '' | '-',
): Promise<string[]> {
  const asked = filters.flatMap(({ field, anyOf: values }) => {
    if (field !== 'repo' && field !== 'branch') return [];
    const isIt = (value: string) => (field === 'repo' ? fits(NAME, value, false) : isBranch(sql`ir.ref`, value));
    return values.map((value) => ({ written: `${prefix}${field}:${value}`, condition: isIt(value) }));
  });
  if (asked.length === 0) return [];
  const queries = asked.map(
    ({ condition }, i) => sql`select ${i}::int as i where not exists (
      select 1 from repos r join orgs o on o.id = r.org_id join indexed_refs ir on ir.repo_id = r.id
      where ${visible} and ${condition})`,
  );
  const rows = await tx.execute<{ i: number }>(sql.join(queries, sql` union all `));
  return rows.flatMap(({ i }) => asked[i]?.written ?? []);
}

/**
 * While upstream's default branch is being renamed, what is indexed still carries the old name. The usual case comes
 * first: a file's branch that is the default one needs no look at `indexed_refs`.
 */
function isDefault(ref: SQL): SQL {
  return sql`(${ref} = r.default_branch or (
    not exists (select 1 from indexed_refs d where d.repo_id = r.id and d.ref = r.default_branch)
    and ${ref} = (select min(d.ref) from indexed_refs d where d.repo_id = r.id)))`;
}

function isBranch(ref: SQL, value: string): SQL {
  // Slashes in a branch's name are not folders: `*` crosses them.
  return isGlob(value) ? sql`${ref} ~ ${globToRegex(`/${value.replaceAll('*', '**')}`)}` : sql`${ref} = ${value}`;
}

function anyOf(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/**
 * The conditions that keep `blobs b`, `files f` and `embeddings e` within a scope that is not empty. A scope of many
 * branches costs as much as what was found: each file asks for its own repository.
 */
export function withinScope(scope: Scope): { blobs: SQL[]; files: SQL[]; embeddings: SQL[] } {
  if (!scope.isListed) {
    const { hasRepo, hasBranch } = scope;
    const isBranchOf = sql`exists (select 1 from repos r where r.id = f.repo_id and ${hasBranch(sql`f.ref`)})`;
    const isVisible = sql`exists (select 1 from repos r join indexed_refs ir on ir.repo_id = r.id
      where r.id = e.repo_id and ${hasBranch(sql`ir.ref`)})`;
    return {
      files: hasRepo ? [hasRepo(sql`f.repo_id`), isBranchOf] : [isBranchOf],
      blobs: hasRepo ? [hasRepo(sql`b.repo_id`)] : [],
      embeddings: scope.isNarrowed ? [...(hasRepo ? [hasRepo(sql`e.repo_id`)] : []), isVisible] : [],
    };
  }
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

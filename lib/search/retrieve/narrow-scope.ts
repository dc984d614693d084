// Narrows a scope by what its repositories hold, and resolves filters on repositories among alternatives.
import { type SQL, sql } from 'drizzle-orm';
import { fits } from '@/lib/search/query/glob';
import { type FilterField, type FilterTerm, leavesOf } from '@/lib/search/query/query';
import type { SearchPlan } from '../query/plan/simplify';
import { partsOf, textOf } from '../query/read/filter-values';
import { trigramLetters } from './predicates/trigrams';
import { repoCondition } from './scope/repo-conditions';
import { type Scope, withinScope } from './scope/scope';
import type { Budget } from './snapshot/budget';
import type { SearchTransaction } from './snapshot/snapshot';
import { retrieveText } from './text';

type Held = Extract<FilterField, `has.${'path' | 'file' | 'content'}`>;

/** Files looked at for one repo:has.content(…): enough to name the repositories that hold it. */
const MAX_FILES = 20_000;

/** The scope without the branches whose files do not fit repo:has.…(…), and with sets for filters among alternatives. */
export async function narrowScope(
  tx: SearchTransaction,
  scope: Scope,
  plan: SearchPlan,
  budget: Budget,
): Promise<Scope> {
  let refs = scope.refs;
  const key = (ref: { repoId: string; ref: string }) => `${ref.repoId} ${ref.ref}`;
  for (const [filters, isExcluded] of [
    [plan.filters, false],
    [plan.excludedFilters, true],
  ] as const) {
    for (const { field, anyOf } of filters) {
      if (!isHeld(field) || refs.length === 0) continue;
      const within = { ...scope, refs, isNarrowed: true };
      const holding = new Set<string>();
      for (const value of anyOf)
        for (const ref of await refsHolding(tx, within, { field, value, plan, budget })) holding.add(ref);
      refs = refs.filter((ref) => holding.has(key(ref)) !== isExcluded);
    }
  }
  const narrowed: Scope = { ...scope, refs, isNarrowed: scope.isNarrowed || refs.length < scope.refs.length };
  const leaves = plan.groups.flatMap(leavesOf).filter((leaf): leaf is FilterTerm => leaf.kind === 'filter');
  if (leaves.length === 0 || refs.length === 0) return narrowed;
  const sets = new Map<string, string[]>();
  for (const leaf of leaves) {
    const condition = repoCondition(leaf.field, leaf.value);
    if (condition) sets.set(JSON.stringify(leaf), await reposThat(tx, narrowed, condition));
    else if (isHeld(leaf.field)) {
      const holding = await refsHolding(tx, narrowed, { field: leaf.field, value: leaf.value, plan, budget });
      sets.set(JSON.stringify(leaf), [...new Set(holding.map((ref) => ref.split(' ')[0]!))]);
    }
  }
  return { ...narrowed, sets };
}

/** True if a plan asks something of each repository by itself: a part of the branches does not tell. */
export function needsAllRefs(plan: SearchPlan): boolean {
  const filters = [...plan.filters, ...plan.excludedFilters];
  return (
    filters.some(({ field }) => isHeld(field)) ||
    plan.groups.flatMap(leavesOf).some(({ kind }) => kind === 'filter') ||
    plan.type === 'repo' ||
    plan.select === 'repo' ||
    plan.sort === 'indexed'
  );
}

function isHeld(field: FilterField): field is Held {
  return field === 'has.path' || field === 'has.file' || field === 'has.content';
}

async function reposThat(tx: SearchTransaction, scope: Scope, condition: SQL): Promise<string[]> {
  const ids = [...new Set(scope.refs.map((ref) => ref.repoId))];
  const rows = await tx.execute<{ id: string }>(sql`
    select r.id from repos r join orgs o on o.id = r.org_id
    where r.id = any(${`{${ids.join(',')}}`}::uuid[]) and ${condition}`);
  return rows.map((row) => row.id);
}

/** The branches, as `repository ref`, that hold a file with such a path, such a content, or both. */
async function refsHolding(
  tx: SearchTransaction,
  scope: Scope,
  { field, value, plan, budget }: { field: Held; value: string; plan: SearchPlan; budget: Budget },
): Promise<string[]> {
  const { path, content } = field === 'has.file' ? partsOf(value) : { path: value, content: value };
  const paths = field === 'has.content' ? [] : [fits(sql`f.path`, path, plan.matchCase)];
  if (field === 'has.path') {
    const rows = await tx.execute<{ repo_id: string; ref: string }>(sql`
      select distinct f.repo_id, f.ref from files f where ${sql.join([...withinScope(scope).files, ...paths], sql` and `)}`);
    return rows.map((row) => `${row.repo_id} ${row.ref}`);
  }
  const asked: SearchPlan = {
    ...plan,
    clauses: [{ anyOf: [textOf(content)] }],
    excluded: [],
    groups: [],
    filters: [],
    excludedFilters: [],
    count: MAX_FILES,
  };
  const letters = await trigramLetters(tx, asked);
  const filters = { paths, languages: [] };
  const { candidates } = await retrieveText(tx, { scope, plan: asked, filters, letters, budget, rank: sql`0` });
  return [...new Set(candidates.map((candidate) => `${candidate.repoId} ${candidate.ref}`))];
}

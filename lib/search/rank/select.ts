// Makes of ranked files what select: and sort: ask for: repositories, folders, or another order.
import type { SearchPlan } from '../query/plan/simplify';
import type { Scope } from '../retrieve/scope/scope';
import { orderUnique } from './fuse';
import type { Ranked } from './rank';

/** The results that a plan asks for, best first, each once. */
export function selectResults(ordered: Ranked[], plan: SearchPlan, scope: Scope): Ranked[] {
  const selected = ordered.map((result) => selectOne(result, plan));
  const sorted = plan.sort === 'relevance' ? selected : selected.map((result) => ({ ...result, score: 0 }));
  if (plan.sort !== 'indexed') return selected === sorted && !isSelecting(plan) ? ordered : orderUnique(sorted);
  const times = new Map(scope.refs.map((ref) => [`${ref.repoId} ${ref.ref}`, ref.indexedAt.getTime()]));
  return orderUnique(sorted.map((one) => ({ ...one, score: times.get(`${one.repoId} ${one.ref}`) ?? 0 })));
}

/** True if results are not files. */
export function isSelecting({ type, select }: Pick<SearchPlan, 'type' | 'select'>): boolean {
  return selects('repo', { type, select }) || select === 'file.directory';
}

/** Every repository of a scope, for a query that asks for repositories and says nothing of files. */
export function allRepos(scope: Scope, plan: SearchPlan): Ranked[] {
  const files = scope.refs.map(
    ({ repoId, repo, ref }): Ranked => ({
      repoId,
      repo,
      ref,
      path: '',
      blobId: '',
      sha: '',
      language: null,
      isGenerated: false,
      isVendored: false,
      isUnread: false,
      bytes: 0,
      textRank: 0,
      score: 0,
    }),
  );
  return selectResults(files, plan, scope);
}

/** True if a plan is about repositories alone: nothing in it looks at a file. */
export function isAboutRepos(plan: SearchPlan): boolean {
  const filters = [...plan.filters, ...plan.excludedFilters];
  const isAboutFiles = filters.some(({ field }) => field === 'file' || field === 'lang');
  return (
    selects('repo', plan) && !isAboutFiles && plan.clauses.length + plan.excluded.length + plan.groups.length === 0
  );
}

function selects(what: 'repo', { type, select }: Pick<SearchPlan, 'type' | 'select'>): boolean {
  return select === what || (select === null && type === what);
}

function selectOne(result: Ranked, plan: SearchPlan): Ranked {
  if (selects('repo', plan)) return { ...result, path: '', language: null, selected: 'repo' };
  if (plan.select !== 'file.directory') return result;
  return {
    ...result,
    path: result.path.slice(0, result.path.lastIndexOf('/') + 1),
    language: null,
    selected: 'directory',
  };
}

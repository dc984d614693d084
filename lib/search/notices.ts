// Sentences that help somebody whose query is empty, odd or without results.

import { resolveLanguage, similarLanguages } from './query/languages';
import { asksForText, type SearchPlan } from './query/plan/simplify';
import type { FoundResults } from './rank/find';
import type { Scope } from './retrieve/scope/scope';
import { MANY_UNREAD } from './retrieve/unread';

const HOW =
  'Type words to find files that have all of them, "a phrase" or code like foo.bar() to find exactly that, /a pattern/, and narrow with repo:, file: and lang:.';

/** True if a plan asks for something: words, or a filter that says which files. */
export function asksForSomething(plan: SearchPlan): boolean {
  return (
    plan.clauses.length + plan.filters.length + plan.groups.length > 0 || plan.type === 'repo' || plan.select === 'repo'
  );
}

/** For a plan that asks for nothing. */
export function emptyQueryNotice(plan: SearchPlan): string {
  const excludes = plan.excluded.length + plan.excludedFilters.length > 0;
  return excludes ? `The query only says what to leave out. ${HOW}` : HOW;
}

/** Sentences about what a plan names and does not exist. */
export function planNotices(plan: SearchPlan): string[] {
  const notices: string[] = [];
  for (const { field, anyOf } of [...plan.filters, ...plan.excludedFilters]) {
    if (field !== 'lang') continue;
    for (const value of anyOf.filter((value) => resolveLanguage(value) === null)) {
      const similar = similarLanguages(value);
      const hint = similar.length > 0 ? ` Similar: ${similar.join(', ')}.` : '';
      notices.push(`No language is called “${value}”.${hint}`);
    }
  }
  return notices;
}

/** Sentences about values of repo: and branch: that fit nothing while others do, and about those that leave nothing out. */
export function scopeNotices({ missing, idle }: Scope): string[] {
  return [
    ...(missing.length > 0 ? [`${quoteAll(missing)} fits nothing that is indexed here.`] : []),
    ...(idle.length > 0 ? [`${quoteAll(idle)} leaves nothing out: nothing that is indexed here fits.`] : []),
  ];
}

/** For a scope without anything in it. */
export function emptyScopeNotice(plan: SearchPlan, isVisitor: boolean): string {
  const values = (field: string) => plan.filters.filter((filter) => filter.field === field).flatMap((f) => f.anyOf);
  const branches = values('branch');
  const repos = values('repo');
  if (branches.length > 0)
    return `No indexed branch is called ${quoteAll(branches)} here. Without branch:, default branches are searched.`;
  if (repos.length > 0) return `No indexed repository fits ${quoteAll(repos)}.`;
  return isVisitor ? 'Nothing public is indexed here yet. Sign in to see more.' : 'Nothing is indexed here yet.';
}

export const NO_VECTORS_NOTICE = 'Nothing is embedded yet, so mode:meaning searched for the words.';

const BUILTIN_NOTICE =
  'This server has no embedding model: mode:meaning compared words and parts of words with the built-in one, beside searching for the words.';

const LOOSE_NOTICE = 'Nothing matches exactly: these files have it within longer words or in another case.';
const PARTIAL_NOTICE =
  'Only a part of the files was looked at: this is too short or too common to be looked up. Add a word or a filter.';
const OUT_OF_TIME_NOTICE =
  'Only a part of the files was looked at: the time for this search ran out. Add a word or a filter, or give it more time with timeout:10s.';
/** What gives a search all the time that there is. */
export const MORE_TIME = 'timeout:10s';
export const NO_HOLDER_NOTICE = 'No repository here holds what repo:has.…(…) asks for.';

/** For mode:meaning: sentences about what the model is, or that there is none. */
export function meaningNotices(vector: { isReal: boolean } | null): string[] {
  if (!vector) return [NO_VECTORS_NOTICE];
  return vector.isReal ? [] : [BUILTIN_NOTICE];
}

/** For a search that was stopped before it found anything. */
export const STOPPED_NOTICE =
  'This search took too long and was stopped before it found anything. Add a word, narrow it with repo: or file:, or give it more time with timeout:10s.';

/** For a page of files whose lines were not found in time. */
export const UNMARKED_NOTICE =
  'Some files are shown without their lines: where the pattern matches in them took too long to find.';

/** Sentences about what was found, or not. */
export function foundNotices(found: FoundResults, plan: SearchPlan, scope: Scope): string[] {
  if (found.isPartial) {
    const why = found.isOutOfTime ? OUT_OF_TIME_NOTICE : PARTIAL_NOTICE;
    return found.isLoose ? [LOOSE_NOTICE, why] : [why];
  }
  if (found.ordered.length === 0) return [noResultsNotice(plan, scope)];
  if (!asksForText(plan)) {
    if (plan.type === 'repo' || plan.select !== null) return [];
    return ['These are all files that fit the filters. Add words to search in them.', ...unknownNotice(found, plan)];
  }
  return found.isLoose ? [LOOSE_NOTICE] : [];
}

/** For a query that found nothing in the files that have been read. */
export function unreadNotice(files: number): string[] {
  if (files === 0) return [];
  const many = files >= MANY_UNREAD ? `${MANY_UNREAD} files or more` : files === 1 ? '1 file' : `${files} files`;
  return [`${many} here could not be searched: too large for this server (FRESHET_MAX_FILE_BYTES), or unreadable.`];
}

/** For results that are there because they lack something, as far as is known. */
function unknownNotice({ ordered }: FoundResults, plan: SearchPlan): string[] {
  const unread = plan.excluded.length > 0 ? ordered.find((result) => result.isUnread) : undefined;
  if (!unread) return [];
  const what = quoteAll(plan.excluded.map((term) => term.text));
  return [`Files such as “${unread.path}” have not been read, being too large or unreadable: they may hold ${what}.`];
}

function noResultsNotice(plan: SearchPlan, scope: Scope): string {
  const [first, second] = plan.clauses;
  const count = scope.isListed ? scope.refs.length : `more than ${scope.refs.length}`;
  const where = scope.refs.length === 1 ? scope.refs[0]!.repo : `${count} repositories`;
  const hasFilters = plan.filters.length + plan.excludedFilters.length > 0;
  const hint = second
    ? 'Every word must be in the same file: try fewer words.'
    : hasFilters
      ? 'Try without some of the filters.'
      : first?.anyOf[0]?.kind === 'literal'
        ? 'It is looked for exactly as typed: try a shorter piece, or words.'
        : 'Try another spelling or a part of it.';
  return `Nothing matches in ${where}. ${hint}`;
}

function quoteAll(values: string[]): string {
  return values.map((value) => `“${value}”`).join(', ');
}

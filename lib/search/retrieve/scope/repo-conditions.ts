// The conditions of filters on repositories, on `repos r` and `orgs o`.
import { type SQL, sql } from 'drizzle-orm';
import { fits, isPlainName } from '../../query/glob';
import type { SearchPlan } from '../../query/plan/simplify';
import type { FilterField } from '../../query/query';
import { parseAge, parseWhen } from '../../query/read/moments';

/** `org/name` of `repos r` and `orgs o`. */
export const NAME = sql`(o.name || '/' || r.name)`;

/** The condition that a repository fits a filter; null for filters on anything else, or on what it holds. */
export function repoCondition(field: FilterField, value: string): SQL | null {
  switch (field) {
    case 'repo':
      return fits(NAME, value, false);
    case 'org':
      return isPlainName(value) ? sql`lower(o.name) = lower(${value})` : fits(sql`o.name`, value, false);
    case 'archived':
      return sql`r.status = 'archived'`;
    case 'visibility':
      return sql`r.is_public`;
    // Nothing is known of either.
    case 'fork':
    case 'has.topic':
      return sql`false`;
    case 'synced':
      return syncedCondition(value);
    case 'has.commit.after':
      return sql`exists (select from commits c
        where c.repo_id = r.id and c.committed_at > ${(parseWhen(value, new Date()) ?? new Date()).toISOString()}::timestamptz)`;
    default:
      return null;
  }
}

/**
 * All that a plan says of repositories, each a condition that must hold. What it asks for by `except` is left out: another
 * value of that may be wanted beside it. What it excludes by that stays.
 */
export function repoConditions(
  plan: Pick<SearchPlan, 'filters' | 'excludedFilters'>,
  except: FilterField | null = null,
): SQL[] {
  const known = ({ field, anyOf }: SearchPlan['filters'][number]): SQL[] => {
    const conditions = anyOf.map((value) => repoCondition(field, value)).filter((condition) => condition !== null);
    return conditions.length > 0 ? [sql`(${sql.join(conditions, sql` or `)})`] : [];
  };
  return [
    ...plan.filters.filter(({ field }) => field !== except).flatMap(known),
    ...plan.excludedFilters.flatMap(known).map((condition) => sql`${condition} is not true`),
  ];
}

/** One that upstream never answered for was checked longer ago than any time. */
function syncedCondition(value: string): SQL {
  const age = parseAge(value);
  if (!age) return sql`false`;
  const since = sql`now() - make_interval(secs => ${age.ms / 1000}::float8)`;
  return age.isOlder ? sql`(r.checked_at is null or r.checked_at < ${since})` : sql`r.checked_at >= ${since}`;
}

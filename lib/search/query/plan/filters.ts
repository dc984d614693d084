// The conditions of file: and lang: on `files f` and `blobs b`.
import { type SQL, sql } from 'drizzle-orm';
import { fits } from '../glob';
import type { SearchPlan } from './simplify';

export interface FileFilters {
  /** On `files f` alone. */
  paths: SQL[];
  /** On `blobs b` alone. */
  languages: SQL[];
}

/** `resolve` turns the value of lang: into a language's name, null if there is none of that name. */
export function fileFilters(plan: SearchPlan, resolve: (value: string) => string | null): FileFilters {
  const paths: SQL[] = [];
  const languages: SQL[] = [];
  for (const [filters, isExcluded] of [
    [plan.filters, false],
    [plan.excludedFilters, true],
  ] as const) {
    for (const { field, anyOf } of filters) {
      if (field === 'file') {
        const condition = sql.join(
          anyOf.map((value) => fits(sql`f.path`, value, plan.matchCase)),
          sql` or `,
        );
        paths.push(isExcluded ? sql`not (${condition})` : sql`(${condition})`);
      }
      if (field === 'lang') {
        const names = anyOf.map((value) => resolve(value) ?? value);
        const condition = sql`b.language in (${sql.join(
          names.map((name) => sql`${name}`),
          sql`, `,
        )})`;
        languages.push(isExcluded ? sql`(${condition}) is not true` : condition);
      }
    }
  }
  return { paths, languages };
}

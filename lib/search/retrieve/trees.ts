// Conditions for parts of a query that are neither clauses nor single filters: alternatives of different kinds.
import { type SQL, sql } from 'drizzle-orm';
import { fits } from '@/lib/search/query/glob';
import { resolveLanguage } from '@/lib/search/query/languages';
import { type FilterTerm, isText, leavesOf, type Query } from '@/lib/search/query/query';
import { and, isPattern, narrowTerm, or, proveTerm, type Spelling } from './predicates/predicates';
import type { Letters } from './predicates/trigrams';
import type { Scope } from './scope/scope';

/** True if a pattern stands in the tree: then the database cannot decide it alone. */
export function hasPattern(query: Query): boolean {
  return leavesOf(query).some((leaf) => isText(leaf) && isPattern(leaf));
}

/** A condition on `blobs b` that an index answers and every file of the tree fulfils; null if there is none. */
export function narrowTree(query: Query, letters: Letters, spelling: Spelling): SQL | null {
  if (query.kind === 'not' || query.kind === 'filter') return null;
  if (query.kind !== 'and' && query.kind !== 'or') return narrowTerm(query, letters, spelling);
  const parts = query.parts.map((part) => narrowTree(part, letters, spelling));
  const known = parts.filter((part) => part !== null);
  if (query.kind === 'and') return known.length > 0 ? sql`(${and(known)})` : null;
  return known.length === parts.length && known.length > 0 ? or(known) : null;
}

/** The tree on a pool's row `b`, which has `path` and `ref`; null for what hangs on a pattern. */
export function proveTree(query: Query, spelling: Spelling, scope: Scope): SQL {
  switch (query.kind) {
    case 'not':
      return sql`(not ${proveTree(query.part, spelling, scope)})`;
    case 'and':
      return query.parts.length > 0
        ? sql`(${and(query.parts.map((part) => proveTree(part, spelling, scope)))})`
        : sql`true`;
    case 'or':
      return query.parts.length > 0 ? or(query.parts.map((part) => proveTree(part, spelling, scope))) : sql`false`;
    case 'filter':
      return proveFilter(query, spelling, scope);
    case 'regex':
      return sql`null::boolean`;
    default:
      return sql`coalesce(${proveTerm(query, spelling)}, false)`;
  }
}

function proveFilter(filter: FilterTerm, { matchCase }: Spelling, scope: Scope): SQL {
  const { field, value } = filter;
  if (field === 'file') return fits(sql`b.path`, value, matchCase);
  if (field === 'lang') return sql`coalesce(b.language = ${resolveLanguage(value) ?? value}, false)`;
  if (field === 'branch') return fits(sql`b.ref`, value, true);
  const ids = scope.sets?.get(JSON.stringify(filter)) ?? [];
  return sql`b.repo_id = any(${`{${ids.join(',')}}`}::uuid[])`;
}

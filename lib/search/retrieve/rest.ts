// The conditions of a plan beside its clauses: what must not be there, alternatives, and what only a text can tell.
import type { SQL } from 'drizzle-orm';
import type { Query } from '@/lib/search/query/query';
import { type OpenConditions, openConditions } from './patterns';
import { isPattern, refuteTerm } from './predicates/predicates';
import type { TextQuery } from './text-query';
import { hasPattern, narrowTree, proveTree } from './trees';

export interface Rest {
  /** On a pool's row `b`. */
  proofs: SQL[];
  /** On `blobs b`, answered by an index. */
  indexed: SQL[];
  open: OpenConditions | null;
}

/** `withClauses`: clauses that hold a pattern are among what is open. */
export function restOf({ plan, scope, letters }: TextQuery, { withClauses }: { withClauses: boolean }): Rest {
  const trees: Query[] = [
    ...(withClauses ? plan.clauses.map(({ anyOf }): Query => ({ kind: 'or', parts: anyOf })) : []),
    ...plan.groups,
    ...plan.excluded.filter(isPattern).map((part): Query => ({ kind: 'not', part })),
  ].filter(hasPattern);
  return {
    proofs: [
      ...plan.excluded.filter((term) => !isPattern(term)).map((term) => refuteTerm(term, plan)),
      ...plan.groups.filter((group) => !hasPattern(group)).map((group) => proveTree(group, plan, scope)),
    ],
    indexed: plan.groups.map((group) => narrowTree(group, letters, plan)).filter((condition) => condition !== null),
    open: trees.length > 0 ? openConditions(trees, plan, scope) : null,
  };
}

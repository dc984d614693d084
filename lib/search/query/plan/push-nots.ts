// Moves every `not` of a tree down to its leaves, and takes away what says nothing: nested ands and ors, repeats.
import type { Query } from '../query';

/** The same condition with `not` at leaves alone, and no `and` in an `and` or `or` in an `or`. */
export function pushNots(query: Query, isNegated = false): Query {
  if (query.kind === 'not') return pushNots(query.part, !isNegated);
  if (query.kind !== 'and' && query.kind !== 'or') return isNegated ? { kind: 'not', part: query } : query;
  const kind = isNegated === (query.kind === 'and') ? 'or' : 'and';
  const parts = new Map<string, Query>();
  for (const part of query.parts) {
    const pushed = pushNots(part, isNegated);
    for (const flat of pushed.kind === kind ? pushed.parts : [pushed]) parts.set(JSON.stringify(flat), flat);
  }
  const [first] = parts.values();
  return parts.size === 1 ? first! : { kind, parts: [...parts.values()] };
}

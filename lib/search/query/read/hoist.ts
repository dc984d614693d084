// Reads filters at the ends of alternatives as being about all of them, as people who type them mean it.
import { leavesOf, type Query } from '../query';

/**
 * `repo:x a OR b lang:go` without parentheses is `repo:x lang:go (a OR b)`: the filters that begin the first side and end
 * the last one, if there are no others and each side has more than them. Null if that does not hold.
 */
export function hoistFilters(sides: Query[][]): { filters: Query[]; sides: Query[][] } | null {
  const first = sides[0] ?? [];
  const last = sides.at(-1) ?? [];
  const leading = first.findIndex((part) => !isFilter(part));
  const trailing = last.findLastIndex((part) => !isFilter(part)) + 1;
  const filters = [...first.slice(0, Math.max(leading, 0)), ...last.slice(trailing)];
  const others = sides.map((parts, i) =>
    parts.slice(i === 0 ? Math.max(leading, 0) : 0, i === sides.length - 1 ? trailing : undefined),
  );
  if (filters.length === 0 || others.some((parts) => parts.length === 0)) return null;
  if (
    others
      .flat()
      .flatMap(leavesOf)
      .some((leaf) => leaf.kind === 'filter')
  )
    return null;
  return { filters, sides: others };
}

function isFilter(part: Query): boolean {
  return leavesOf(part).every((leaf) => leaf.kind === 'filter');
}

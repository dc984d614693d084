// How many files a search looks at and ranks: fewer than match, unless all are asked for.
import type { SearchPlan } from '../../query/plan/simplify';

export interface FindLimits {
  /** Files ranked by their words. */
  ranked: number;
  /** Files ranked if each is proven on its text. */
  proven: number;
  /** Files with all required words whose text is looked at before the trigram index is asked instead. */
  lookedAt: number;
  /** Files looked at for a literal that no index knows, if their paths say which. */
  scanned: number;
}

/** Ranking more takes ten times as long for a common word and changes little of what comes first. */
export const MAX_RANKED = 1000;
/** Unpacking 16 kB takes 50 µs natively. */
const MAX_PROVEN = 300;
const MAX_LOOKED_AT = 2000;
const MAX_SCANNED = 6000;
/** Of count:all: more do not fit into memory beside other searches. */
const MAX_ALL = 200_000;

export function limitsOf({ count }: Pick<SearchPlan, 'count'>): FindLimits {
  if (count === 'all') return { ranked: MAX_ALL, proven: MAX_ALL, lookedAt: MAX_ALL, scanned: MAX_ALL };
  const asked = Math.min(count ?? 0, MAX_ALL);
  return {
    ranked: Math.max(MAX_RANKED, asked),
    proven: Math.max(MAX_PROVEN, asked),
    lookedAt: Math.max(MAX_LOOKED_AT, asked),
    scanned: MAX_SCANNED,
  };
}

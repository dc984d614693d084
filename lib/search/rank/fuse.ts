// Merges ranked lists by reciprocal rank fusion: a result counts by its places, whatever the lists' scores mean.
import { compareRanked, fileKey, type Ranked } from './rank';

/** The usual constant: the first places differ little, so that lists agreeing matters more. */
const DAMPING = 60;
const SCALE = 1_000_000;

/** Fuses lists that are each ordered best first. A result of several lists is taken from the first. */
export function fuse(lists: Ranked[][]): Ranked[] {
  const fused = new Map<string, Ranked>();
  for (const list of lists) {
    for (const [place, result] of list.entries()) {
      const key = fileKey(result);
      const known = fused.get(key) ?? { ...result, score: 0 };
      known.score += Math.round(SCALE / (DAMPING + place + 1));
      fused.set(key, known);
    }
  }
  return [...fused.values()].sort(compareRanked);
}

/** Takes each file once, from its best-scored candidate, in the order of results. */
export function orderUnique(results: Ranked[]): Ranked[] {
  const best = new Map<string, Ranked>();
  for (const result of results) {
    // What a file holds tells files apart nearly always, and is short.
    let key = result.selected ? fileKey(result) : result.blobId;
    let known = best.get(key);
    if (known && !isSameFile(known, result)) {
      key = `${key}\0${fileKey(result)}`;
      known = best.get(key);
    }
    if (!known || result.score > known.score) best.set(key, result);
  }
  return [...best.values()].sort(compareRanked);
}

function isSameFile(a: Ranked, b: Ranked): boolean {
  return a.path === b.path && a.ref === b.ref && a.repoId === b.repoId;
}

// Folds files that hold the same, byte for byte, into the first of them: copies say nothing new.
import type { Ranked } from './rank';

export interface Folded extends Ranked {
  /** The other files with this content that were found, in their order. */
  copies: Ranked[];
}

/** Each content once, where its best file stood. By git's id of it: the same in all repositories. */
export function foldCopies(ordered: Ranked[]): Folded[] {
  const folded: Folded[] = [];
  const bySha = new Map<string, Folded>();
  for (const result of ordered) {
    const known = result.selected ? undefined : bySha.get(result.sha);
    if (known) {
      known.copies.push(result);
      continue;
    }
    const first = { ...result, copies: [] };
    folded.push(first);
    if (!result.selected) bySha.set(result.sha, first);
  }
  return folded;
}

// How a repository stands, in one word: every page, the API, the counts and the metrics take it from here, or from
// `standing` in lib/status/followed.ts, which is the same as SQL.
import { type Checked, isRead, isStale } from './is-stale';

/** In order: the first that fits counts. */
export const STANDINGS = [
  /** Is archived. */
  'unfollowed',
  /** Upstream lost too much: a person has to confirm it. */
  'held_back',
  /** The last attempt failed, also while another one is under way. */
  'failing',
  /** Upstream has not been read for the first time yet. */
  'preparing',
  'stale',
  'fresh',
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Stands extends Checked {
  kind: string;
  failingSince: Date | null;
  heldBackCommit: string | null;
}

/** Only a run that works ends it. */
export function isFailing({ status, failingSince }: Pick<Stands, 'status' | 'failingSince'>): boolean {
  return status === 'error' || failingSince !== null;
}

/** `mayKnowWhy`: visitors are not told that something is held back, only that the last attempt failed. */
export function standingOf(repo: Stands, options: { mayKnowWhy: boolean }, now = Date.now()): Standing {
  if (repo.status === 'archived') return 'unfollowed';
  if (repo.heldBackCommit !== null) return options.mayKnowWhy ? 'held_back' : 'failing';
  if (isFailing(repo)) return 'failing';
  if (!isRead(repo)) return 'preparing';
  return isStale(repo, now) ? 'stale' : 'fresh';
}

// When what is shown of a repository may be behind its upstream, and must say so.

/** Seconds that a check may be late because others come before it. */
export const GRACE_SECONDS = 60;

export interface Read {
  /** When what is searchable was indexed; null if nothing is. */
  indexedAt: Date | null;
  status: string;
}

export interface Checked extends Read {
  checkedAt: Date | null;
  addedAt: Date;
  /** Seconds between checks; null if nothing is scheduled: then nobody has promised anything. */
  checkSeconds: number | null;
}

/** True once upstream has been read: there is something to show, or it is known that there is nothing. */
export function isRead({ indexedAt, status }: Read): boolean {
  return indexedAt !== null || status === 'ready';
}

/**
 * True if upstream has not answered for more than twice the interval. A repository that was never read is not stale.
 */
export function isStale(repo: Checked, now = Date.now()): boolean {
  const { checkedAt, addedAt, checkSeconds } = repo;
  if (checkSeconds === null || !isRead(repo)) return false;
  return now - (checkedAt ?? addedAt).getTime() > (2 * checkSeconds + GRACE_SECONDS) * 1000;
}

// When what is shown of a repository may be behind its upstream, and must say so.

/** Seconds that a check may come late because others are before it. */
export const GRACE_SECONDS = 60;

export interface Read {
  /** When what is searchable was indexed; null where nothing is. */
  indexedAt: Date | null;
  status: string;
}

export interface Checked extends Read {
  checkedAt: Date | null;
  addedAt: Date;
  /** Seconds between checks; null where nothing is scheduled: then nobody has promised anything. */
  checkSeconds: number | null;
}

/** True once upstream has been read: there is something to show, or it is known that there is nothing. */
export function isRead({ indexedAt, status }: Read): boolean {
  return indexedAt !== null || status === 'ready';
}

/** True where upstream has not answered for more than twice the interval. What was never read is behind nothing. */
export function isStale(repo: Checked, now = Date.now()): boolean {
  const { checkedAt, addedAt, checkSeconds } = repo;
  if (checkSeconds === null || !isRead(repo)) return false;
  return now - (checkedAt ?? addedAt).getTime() > (2 * checkSeconds + GRACE_SECONDS) * 1000;
}

// When what is shown of a repository may be behind its upstream, and must say so.

/** Seconds that a check may come late because others are before it. */
export const GRACE_SECONDS = 60;

export interface Checked {
  checkedAt: Date | null;
  addedAt: Date;
  /** Seconds between checks; null where nothing is scheduled: then nobody has promised anything. */
  checkSeconds: number | null;
}

/** True where upstream has not answered for more than twice the interval. */
export function isStale({ checkedAt, addedAt, checkSeconds }: Checked, now = Date.now()): boolean {
  if (checkSeconds === null) return false;
  return now - (checkedAt ?? addedAt).getTime() > (2 * checkSeconds + GRACE_SECONDS) * 1000;
}

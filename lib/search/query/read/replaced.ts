// A query with a mend in it.

/** `query` with its piece from `start` to `end` replaced, and no spaces left over. */
export function replaced(query: string, start: number, end: number, by: string): string {
  return `${query.slice(0, start)}${by}${query.slice(end)}`.replace(/\s{2,}/g, ' ').trim();
}

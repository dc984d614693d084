// When the index of a repository is to be compared with whole trees, whether or not upstream moved.

const COMPARE_EVERY_MS = 24 * 60 * 60 * 1000;

/** True once a day, and before the first comparison. */
export function isCompareDue({ comparedAt }: { comparedAt: Date | null }): boolean {
  return comparedAt === null || Date.now() - comparedAt.getTime() > COMPARE_EVERY_MS;
}

// Which branches of a repository are searchable, and at which commit.

/**
 * Returns short branch name → commit for the default branch and those of `wanted` that exist.
 * `refs` maps full ref names to commits.
 */
export function searchableBranches(
  wanted: string[] | null,
  defaultBranch: string | null,
  refs: ReadonlyMap<string, string>,
): Map<string, string> {
  const names = new Set([...(defaultBranch === null ? [] : [defaultBranch]), ...(wanted ?? [])]);
  const found = new Map<string, string>();
  for (const name of names) {
    const sha = refs.get(`refs/heads/${name}`);
    if (sha) found.set(name, sha);
  }
  return found;
}

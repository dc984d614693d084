// How addresses name what they show: a commit by its id, a branch or tag by its name, and which of them if one name
// could be several.

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
const FULL_NAME = /^refs\/(heads|tags)\/(.+)$/s;

/** True for a full commit id. Like git, an address takes such a name for the commit if there is one. */
export function isCommitId(name: string): boolean {
  return COMMIT_ID.test(name);
}

/** What a name may be the name of, in the order in which it is looked for: a branch comes before a tag. */
export function refsNamed(name: string): { kind: 'heads' | 'tags'; name: string }[] {
  const full = FULL_NAME.exec(name);
  const refs: { kind: 'heads' | 'tags'; name: string }[] = [
    { kind: 'heads', name },
    { kind: 'tags', name },
  ];
  return full ? [{ kind: full[1] as 'heads' | 'tags', name: full[2] ?? '' }, ...refs] : refs;
}

/** The name that leads to a branch and to nothing else. */
export function nameOfBranch(branch: string): string {
  return isCommitId(branch) || FULL_NAME.test(branch) ? `refs/heads/${branch}` : branch;
}

/** The name that leads to a tag and to nothing else; `isShadowed` if a branch has the same one. */
export function nameOfTag(tag: string, isShadowed: boolean): string {
  return isShadowed || isCommitId(tag) || FULL_NAME.test(tag) ? `refs/tags/${tag}` : tag;
}

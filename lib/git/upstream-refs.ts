// Which branches and tags an upstream has, wherever it lies.

export interface UpstreamRefs {
  /** Without refs/heads/; known for an empty repository too where the host tells. */
  headBranch: string | null;
  /** What HEAD is, also where it is detached and names no branch. */
  headSha: string | null;
  /** The branch without a commit that HEAD names, where that is known. */
  unbornBranch?: string;
  /** What stands in for a branch where there is none: HEAD's own commit, or a tag. It is among the branches in `refs`. */
  standIn?: 'head' | 'tag';
  /** `refs/heads/x` and `refs/tags/y` (the tag object for annotated tags) → object id. */
  refs: Map<string, string>;
}

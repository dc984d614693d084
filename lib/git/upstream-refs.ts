// Which branches and tags an upstream has, remote or local.

export interface UpstreamRefs {
  /** Without refs/heads/; known for an empty repository too if the host tells. */
  headBranch: string | null;
  /** What HEAD is, also if it is detached and names no branch. */
  headSha: string | null;
  /** The branch without a commit that HEAD names, if that is known. */
  unbornBranch?: string;
  /** What stands in for a branch if there is none: HEAD's own commit, or a tag. It is among the branches in `refs`. */
  standIn?: 'head' | 'tag';
  /** `refs/heads/x` and `refs/tags/y` (the tag object for annotated tags) → object id. */
  refs: Map<string, string>;
}

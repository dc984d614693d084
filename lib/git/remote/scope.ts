// What of a very large remote is brought in: some of its branches, and of each only so many commits back.
import { unescapePath } from '@/lib/git/escape-path';
import { FETCHED } from '@/lib/git/mirror/refs';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';

export interface Scope {
  /** Commits back from the tip of each branch that is new here; null: all. */
  depth: number | null;
  /** Names of branches, or with one `*`, beside the default branch; null: all. */
  patterns: readonly string[] | null;
}

const HEADS = 'refs/heads/';

/** Null if all is to be brought in, as of a remote without branches, where something stands in for one. */
export function scopeOf(scope: Scope, found: UpstreamRefs): Scope | null {
  return (scope.depth === null && scope.patterns === null) || found.standIn !== undefined ? null : scope;
}

/** The refs within the scope: branches alone, since each tag would bring the history that it names. */
export function withinScope(scope: Scope, found: UpstreamRefs): UpstreamRefs {
  if (scopeOf(scope, found) === null) return found;
  const refs = [...found.refs].filter(([name]) => {
    if (!name.startsWith(HEADS)) return false;
    const branch = name.slice(HEADS.length);
    return branch === found.headBranch || scope.patterns === null || scope.patterns.some((one) => fits(one, branch));
  });
  return { ...found, refs: new Map(refs) };
}

/** What git is asked to fetch of `found`, which is within the scope. */
export function refspecsOf({ patterns }: Scope, found: UpstreamRefs): string[] {
  if (patterns === null) return [refspec('*')];
  const globs = patterns.filter((pattern) => pattern.includes('*'));
  const names = [...found.refs.keys()].map((name) => name.slice(HEADS.length));
  // git takes a name that is not there for an error.
  const others = names.filter((name) => !globs.some((glob) => fits(glob, name)));
  return [...globs.map(refspec), ...others.map(refspecOf)];
}

/** For one branch by its name, as it stands in `UpstreamRefs`. */
export function refspecOf(branch: string): string {
  return refspec(unescapePath(branch).toString('utf8'));
}

function refspec(name: string): string {
  return `+${HEADS}${name}:${FETCHED}heads/${name}`;
}

/** `*` stands for anything, as in a refspec of git. */
function fits(pattern: string, branch: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return branch === pattern;
  return branch.length >= before.length + after.length && branch.startsWith(before) && branch.endsWith(after);
}

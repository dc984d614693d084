// Says what is searchable of a source whose HEAD names no branch that is there, and, if nothing is, why.
import { defaultOfFetched } from '@/lib/git/mirror/default-branch';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';

/** Null if HEAD names a branch, as it nearly always does. `dir` holds what was fetched. Throws AppError. */
export async function headNote(
  dir: string,
  upstream: UpstreamRefs,
  options: { isLocal: boolean },
): Promise<string | null> {
  if (upstream.standIn === 'head') {
    return 'There is no branch, so the commit that HEAD is at is what is searchable, under the name HEAD.';
  }
  if (upstream.standIn === 'tag') {
    const placed = await defaultOfFetched(dir, upstream.headBranch);
    if (placed === null) {
      return `There is no branch, only tags, and the newest, ${upstream.headBranch}, names no commit: nothing is searchable yet.`;
    }
    return `There is no branch, only tags: the newest, ${upstream.headBranch}, is what is searchable.`;
  }
  if (upstream.headBranch !== null) return null;
  const found = await defaultOfFetched(dir, null);
  if (found === null) return options.isLocal ? NOTHING_LOCAL : NOTHING;
  const head =
    upstream.headSha !== null
      ? 'HEAD is detached there'
      : upstream.unbornBranch === undefined
        ? 'HEAD names no branch that is there'
        : `HEAD names ${upstream.unbornBranch}, which has no commit yet`;
  return `${head}: ${found.branch} is what is searchable.`;
}

const NOTHING =
  'It has no branch and no tag, so nothing is searchable yet. What is pushed there is found by the next check.';
const NOTHING_LOCAL =
  'The folder has no branch with a commit, so nothing is searchable yet. Commit something there, or check out a branch.';

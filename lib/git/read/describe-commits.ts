// What commits say of themselves, for many that are known by their ids.
import { objectId } from '@/lib/git/object-id';
import { streamGit } from '@/lib/git/runner/run';
import { type CommitInfo, readCommits } from './commit-format';

/** Each of `shas` once, in no particular order and without their histories. Throws AppError if one is no commit here. */
export async function* describeCommits(
  dir: string,
  shas: readonly string[],
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<CommitInfo, void, undefined> {
  if (shas.length === 0) return;
  const input = shas.map((sha) => `${objectId(sha)}\n`).join('');
  yield* readCommits((flags) =>
    streamGit(dir, { verb: 'log', flags: [...flags, '--no-walk=unsorted', '--stdin'] }, { ...options, input }),
  );
}

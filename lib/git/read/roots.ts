// The first commits of a history: two histories have one in common if they have any commit in common.
import { objectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';

/** The commits without parents that `tips` lead to; all of their history is walked. Throws AppError. */
export async function listRoots(
  dir: string,
  tips: ReadonlySet<string>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Set<string>> {
  const roots = new Set<string>();
  if (tips.size === 0) return roots;
  const input = [...tips].map((tip) => `${objectId(tip)}\n`).join('');
  const flags = ['--max-parents=0', '--stdin'];
  for await (const batch of records(streamGit(dir, { verb: 'rev-list', flags }, { ...options, input }), 10)) {
    for (const sha of batch) if (sha.length > 0) roots.add(sha.toString('latin1'));
  }
  return roots;
}

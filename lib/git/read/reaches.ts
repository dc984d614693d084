// Whether a commit belongs to the history of some refs: exact, whatever dates its commits carry.
import { objectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';

/**
 * True if `commit` is one of `tips` or an ancestor of one. All of them are walked once, the newest commits first,
 * until it is found: git's own `--contains` walks for each ref anew, which takes seconds with thousands of branches.
 * Throws AppError.
 */
export async function reaches(
  dir: string,
  tips: ReadonlySet<string>,
  commit: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  const wanted = Buffer.from(objectId(commit), 'latin1');
  if (tips.has(commit)) return true;
  if (tips.size === 0) return false;
  const input = [...tips].map((tip) => `${objectId(tip)}\n`).join('');
  const history = streamGit(dir, { verb: 'rev-list', flags: ['--stdin'] }, { signal: options.signal, input });
  for await (const batch of records(history, 10)) if (batch.some((sha) => sha.equals(wanted))) return true;
  return false;
}

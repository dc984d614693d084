// The commits that some refs have and one of them, the trunk, has not: usually few, however long the history is.
import { objectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';

const TIMEOUT_MS = 60_000;

/**
 * Ids of what `tips` reach and `trunk` does not, by one walk; commits of the trunk whose dates are wrong may be among
 * them. Null if there are more than `most`. Throws AppError.
 */
export async function historyBeside(
  dir: string,
  tips: ReadonlySet<string>,
  trunk: string | null,
  most: number,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Set<string> | null> {
  const beside = new Set<string>();
  const wanted = [...tips].filter((tip) => tip !== trunk);
  if (wanted.length === 0) return beside;
  const lines = [...wanted.map(objectId), ...(trunk === null ? [] : [`^${objectId(trunk)}`])];
  const input = `${lines.join('\n')}\n`;
  const history = streamGit(
    dir,
    { verb: 'rev-list', flags: ['--stdin'] },
    { ...options, input, timeoutMs: TIMEOUT_MS },
  );
  for await (const batch of records(history, 10)) {
    for (const sha of batch) beside.add(sha.toString('latin1'));
    if (beside.size > most) return null;
  }
  return beside;
}

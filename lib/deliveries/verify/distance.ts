// How far two commits lie apart, by the history that this server has.
import { objectId } from '@/lib/git/object-id';
import { commitExists } from '@/lib/git/read/log';
import { runGit } from '@/lib/git/runner/run';
import type { Distance } from './host-state';

/** Counting is bounded: two unrelated histories are walked to their ends. */
const TIMEOUT_MS = 20_000;

/**
 * The commits that `seen` lacks of `wanted`, and those that it has beside them; null if the repository in `dir` has no such
 * commit as `seen`, whatever that text is. Throws AppError.
 */
export async function distanceTo(
  dir: string,
  { wanted, seen }: { wanted: string; seen: string },
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Distance> {
  if (!(await commitExists(dir, seen, options))) return null;
  const output = await runGit(
    dir,
    {
      verb: 'rev-list',
      flags: ['--count', '--left-right'],
      operands: [`${objectId(wanted)}...${objectId(seen)}`],
    },
    { signal: options.signal, timeoutMs: TIMEOUT_MS },
  );
  const [behind, ahead] = output.trim().split(/\s+/).map(Number);
  return { behind: behind ?? 0, ahead: ahead ?? 0 };
}

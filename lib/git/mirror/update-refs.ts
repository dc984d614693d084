// Moves refs in transactions of git's own: what is wanted replaces what is there, and only what differs is touched.
import { runGit } from '@/lib/git/runner/run';

/**
 * Makes `present` equal to `wanted` (full names as bytes in latin1 → id) in one transaction. If a ref takes the place
 * of a folder of refs (or the other way round), removals go first in one of their own, because git wants it so.
 * `first` are commands of `git update-ref -z --stdin` that go before all. Throws AppError.
 */
export async function updateRefs(
  dir: string,
  present: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  first: string[] = [],
): Promise<void> {
  const changed = [...wanted].filter(([name, sha]) => present.get(name) !== sha);
  const gone = [...present].filter(([name]) => !wanted.has(name));
  const removals = gone.map(([name, sha]) => `delete ${name}\0${sha}\0`);
  const puts = changed.map(([name, sha]) => `update ${name}\0${sha}\0${present.get(name) ?? ''}\0`);
  if (removals.length > 0 && clash(gone, changed)) {
    await transact(dir, [...first, ...removals]);
    await transact(dir, puts);
  } else {
    await transact(dir, [...first, ...removals, ...puts]);
  }
}

async function transact(dir: string, commands: string[]): Promise<void> {
  if (commands.length === 0) return;
  const input = Buffer.from(`start\0${commands.join('')}prepare\0commit\0`, 'latin1');
  await runGit(dir, { verb: 'update-ref', flags: ['--no-deref', '-z', '--stdin'] }, { input });
}

/** True if a name that goes is a folder of one that comes, or lies in it. */
function clash(gone: [string, string][], changed: [string, string][]): boolean {
  const goneNames = new Set(gone.map(([name]) => name));
  const newNames = new Set(changed.map(([name]) => name));
  return (
    changed.some(([name]) => parents(name).some((parent) => goneNames.has(parent))) ||
    gone.some(([name]) => parents(name).some((parent) => newNames.has(parent)))
  );
}

function parents(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(2, -1).map((_, index) => parts.slice(0, index + 3).join('/'));
}

// Packs a mirror's many small packs together: every fetch leaves one, and each makes every look-up slower.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { runGit, streamGit } from './run';

/** More packs than this are worth the work. */
const MAX_PACKS = 24;

/**
 * Returns true where there was something to do. Large packs are left as they are until the small ones add up to
 * about as much, so the work follows what was fetched. Readers and fetches may go on meanwhile. Throws AppError.
 */
export async function maintainMirror(dir: string, o: { signal?: AbortSignal | undefined } = {}): Promise<boolean> {
  const names = await readdir(path.join(dir, 'objects', 'pack')).catch(() => []);
  if (names.filter((name) => name.endsWith('.pack')).length <= MAX_PACKS) return false;
  const command = { verb: 'repack', flags: ['--geometric=2', '-d', '-q'] } as const;
  for await (const _ of streamGit(dir, command, { signal: o.signal }));
  await runGit(dir, { verb: 'pack-refs', flags: ['--all'] }, { signal: o.signal });
  return true;
}

// Drops what no branch, tag or kept reference of a hosted repository reaches any more. It is the only copy, so it takes
// longer about it than a mirror: what is found to be unreachable is put aside first, and goes two weeks later.
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { listFolder } from '@/lib/files/plain-file';
import { dropIfDue, isDropDue, type MaintainOptions, repack } from '@/lib/git/mirror/maintain';
import { whileNobodyPushes } from './push-gate';

const GRACE = '2.weeks.ago';

/** Returns whether anything was done: not before it is due, and not while somebody pushes. Throws AppError. */
export async function pruneHosted(dir: string, options: MaintainOptions = {}): Promise<boolean> {
  if (!(await isDropDue(dir))) return false;
  const done = await whileNobodyPushes(dir, () =>
    dropIfDue(dir, async () => {
      await setAges(dir);
      await repack(dir, ['--cruft', `--cruft-expiration=${GRACE}`], options);
      // What is put aside has a list of ages beside it.
      return !(await packsOf(dir)).some((name) => name.endsWith('.mtimes'));
    }),
  );
  return done ?? false;
}

/** An object that has no age of its own has its pack's: from now on it counts, and not from when it was pushed. */
async function setAges(dir: string): Promise<void> {
  const names = await packsOf(dir);
  const now = new Date();
  for (const name of names) {
    if (!name.endsWith('.pack') || names.includes(name.replace(/pack$/, 'mtimes'))) continue;
    await utimes(path.join(dir, 'objects', 'pack', name), now, now);
  }
}

async function packsOf(dir: string): Promise<string[]> {
  return (await listFolder(path.join(dir, 'objects', 'pack'))).map(({ name }) => name);
}

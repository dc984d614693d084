// Mends a folder in which somebody was ended in the middle: whatever is not as it was recorded goes.
import { lstatSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { absent } from '@/lib/files/plain-file';
import { isAsRecorded, type StagedEntry } from './staged-entry';

const SLASH = Buffer.from('/');

/** Leaves only files that `recorded` names (in the order of their paths' bytes), as it records them. */
export async function sweepTree(tree: string, recorded: AsyncIterator<StagedEntry>): Promise<void> {
  let next = await recorded.next();
  const isKept = async (path: Buffer): Promise<boolean> => {
    while (!next.done && next.value.path.compare(path) < 0) next = await recorded.next();
    if (next.done || !next.value.path.equals(path)) return false;
    return isAsRecorded(
      lstatSync(Buffer.concat([Buffer.from(`${tree}/`), path]), { throwIfNoEntry: false }),
      next.value,
    );
  };
  await sweepFolder(Buffer.from(tree), Buffer.alloc(0), isKept);
}

async function sweepFolder(root: Buffer, below: Buffer, isKept: (path: Buffer) => Promise<boolean>): Promise<void> {
  const folder = Buffer.concat([root, SLASH, below]);
  const entries = (await readdir(folder, { withFileTypes: true, encoding: 'buffer' }).catch(absent)) ?? [];
  const sorted = entries
    .map((entry) => ({ entry, key: entry.isDirectory() ? Buffer.concat([entry.name, SLASH]) : entry.name }))
    // As git sorts them: a folder as if its name ended with a slash.
    .sort((a, b) => a.key.compare(b.key));
  for (const { entry, key } of sorted) {
    const path = Buffer.concat([below, key]);
    if (entry.isDirectory()) {
      await sweepFolder(root, path, isKept);
      // Only if nothing was kept in it.
      await rmdir(Buffer.concat([root, SLASH, path])).catch(() => {});
    } else if (!(await isKept(path))) await rm(Buffer.concat([root, SLASH, path]), { force: true });
  }
  await breathe();
}

// Writes files of a mirror that git guards with a lock, by git's own rule: into NAME.lock, then renamed to NAME.
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';

/**
 * Replaces packed-refs by these refs (full names as bytes in latin1 → id): one file, however many there are, while
 * git would write one file each. Loose refs of the same name still count first.
 */
export async function writePackedRefs(dir: string, refs: Iterable<readonly [string, string]>): Promise<void> {
  const lines = [...refs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sha]) => `${sha} ${name}\n`);
  await writeLocked(path.join(dir, 'packed-refs'), lines.join(''));
}

/**
 * Points HEAD at a ref (full name as bytes in latin1): any name will do, while an argument of git would have to be
 * UTF-8.
 */
export async function writeHead(dir: string, ref: string): Promise<void> {
  await writeLocked(path.join(dir, 'HEAD'), `ref: ${ref}\n`);
}

async function writeLocked(file: string, text: string): Promise<void> {
  const lock = `${file}.lock`;
  try {
    const handle = await open(lock, 'wx', 0o644);
    try {
      await handle.writeFile(text, 'latin1');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(lock, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      await rm(lock, { force: true });
      throw diskError(error);
    }
    throw new AppError('conflict', 'Another git process holds a lock on the mirror. It is removed when it is stale.', {
      kind: 'internal',
      retryable: true,
      cause: error,
    });
  }
}

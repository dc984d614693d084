// Makes the empty repository that others push to: beside its place, then moved there in one step.
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { tidyAway } from '@/lib/files/remove-folder';
import { claimMirror } from '@/lib/git/mirror-dir';
import { runGit } from '@/lib/git/runner/run';
import { writeHead } from './ref-files';

/**
 * Makes a repository without any commit at `dir`, whose HEAD names `branch`. What is there already stays as it is, so
 * this can be done again after a crash. Throws AppError.
 */
export async function makeHosted(dir: string, branch: string): Promise<void> {
  try {
    await mkdir(path.dirname(dir), { recursive: true });
    const fresh = await mkdtemp(`${dir}.new-`);
    try {
      const into = path.join(fresh, 'repository');
      await runGit(into, { verb: 'init', flags: ['--bare', '--quiet', '--object-format=sha1'] });
      await claimMirror(into, 'sha1');
      await writeHead(into, Buffer.from(`refs/heads/${branch}`).toString('latin1'));
      await rename(into, dir).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      });
    } finally {
      await tidyAway(fresh);
    }
  } catch (error) {
    throw diskError(error);
  }
}

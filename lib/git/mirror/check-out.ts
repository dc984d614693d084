// Keeps a commit's files checked out in a folder of the repository's own: what makes a clone of a mirror, and a
// regular one of one that is hosted here.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { listFolder } from '@/lib/files/plain-file';
import { removeFolder, tidyAway } from '@/lib/files/remove-folder';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { listTree } from '@/lib/git/read/tree';
import { WORK_TREE_INDEX } from '@/lib/git/runner/environment';
import { streamGit } from '@/lib/git/runner/run';
import { replaceMirror } from './replace-mirror';

const WORK_TREE = 'work-tree';

/** Where the files of the repository in `dir` are, if they are checked out. */
export function workTreeOf(dir: string): string {
  return path.join(dir, WORK_TREE);
}

export interface CheckOutOptions {
  maxBytes: number;
  maxFiles: number;
  signal?: AbortSignal | undefined;
}

/**
 * The same where there are no files yet: they are made beside their place and moved there when all of them are written, so
 * that whatever ends this on the way leaves nothing in their place.
 */
export async function checkOutAnew(dir: string, commit: string, options: CheckOutOptions): Promise<void> {
  const beside = `${workTreeOf(dir)}.new`;
  try {
    await removeLeft(dir, `${WORK_TREE}.`);
    await checkOut(dir, commit, { ...options, workTree: beside });
    await replaceMirror(workTreeOf(dir), beside);
  } catch (error) {
    await tidyAway(beside);
    throw diskError(error);
  }
}

/** Takes the files away, if there are any, and what a process that was killed had begun. */
export async function removeWorkTree(dir: string): Promise<void> {
  await removeLeft(dir, WORK_TREE);
}

async function removeLeft(dir: string, prefix: string): Promise<void> {
  await rm(path.join(dir, WORK_TREE_INDEX), { force: true });
  const left = (await listFolder(dir)).map(({ name }) => name).filter((name) => name.startsWith(prefix));
  for (const name of left) await removeFolder(path.join(dir, name));
}

/**
 * Makes the files there those of `commit`, writing only what differs. Links become files that hold where they lead, so
 * that nothing there leads out. Throws AppError, `limit` if the files have more than `maxBytes` together.
 */
export async function checkOut(
  dir: string,
  commit: string,
  options: CheckOutOptions & { workTree?: string },
): Promise<void> {
  const { maxBytes, signal } = options;
  let bytes = 0;
  for await (const entry of listTree(dir, commit, { sizes: true, budget: budgetFor(options.maxFiles), signal })) {
    bytes += entry.sizeBytes ?? 0;
    if (bytes > maxBytes) {
      throw new AppError('limit', `The files have more than ${maxBytes} bytes, so they are not checked out.`, {
        kind: 'too_large',
      });
    }
  }
  const { workTree = workTreeOf(dir) } = options;
  await mkdir(workTree, { recursive: true }).catch((error: unknown) => {
    throw diskError(error);
  });
  const command = { verb: 'read-tree', flags: ['--reset', '-u'], operands: [commit] } as const;
  for await (const _ of streamGit(dir, command, { signal, input: '', workTree }));
}

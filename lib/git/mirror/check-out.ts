// Keeps a commit's files checked out in a folder of the repository's own: what makes a hosted one a regular one.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { diskError } from '@/lib/files/disk-error';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { listTree } from '@/lib/git/read/tree';
import { streamGit } from '@/lib/git/runner/run';

const WORK_TREE = 'work-tree';

/** Where the files of the repository in `dir` are, if they are checked out. */
export function workTreeOf(dir: string): string {
  return path.join(dir, WORK_TREE);
}

/**
 * Makes the files there those of `commit`, writing only what differs. Links become files that hold where they lead, so
 * that nothing there leads out. Throws AppError, `limit` if the files have more than `maxBytes` together.
 */
export async function checkOut(
  dir: string,
  commit: string,
  options: { maxBytes: number; maxFiles: number; signal?: AbortSignal | undefined },
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
  const workTree = workTreeOf(dir);
  await mkdir(workTree, { recursive: true }).catch((error: unknown) => {
    throw diskError(error);
  });
  const command = { verb: 'read-tree', flags: ['--reset', '-u'], operands: [commit] } as const;
  for await (const _ of streamGit(dir, command, { signal, input: '', workTree }));
}

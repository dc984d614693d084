// Plans a branch from what git says changed between two commits: the cost follows the change.
import { diffTrees } from '@/lib/git/tree';
import type { PlanWriter } from './plan-writer';

/** Throws AppError kind `corrupt` or code `not_found` where the old commit cannot be read. */
export async function diffTree(
  writer: PlanWriter,
  target: { dir: string; from: string; to: string },
  signal?: AbortSignal,
): Promise<void> {
  for await (const change of diffTrees(target.dir, target.from, target.to, signal ? { signal } : {})) {
    if (change.op === 'put') await writer.put(change.path, change.mode, change.sha);
    else await writer.remove(change.path);
  }
  await writer.flush();
}

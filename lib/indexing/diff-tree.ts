// Plans a branch from what git says changed between two commits: the cost follows the change.
import { diffTrees } from '@/lib/git/diff-trees';
import { budgetFor } from '@/lib/git/entry-budget';
import type { PlanWriter } from './plan-writer';

/**
 * Throws AppError kind `corrupt` or code `not_found` where the old commit cannot be read, `limit` where more differs than
 * trees of `maxFiles` files have.
 */
export async function diffTree(
  writer: PlanWriter,
  target: { dir: string; from: string; to: string },
  o: { maxFiles: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const changes = diffTrees(target.dir, target.from, target.to, { budget: budgetFor(o.maxFiles), signal: o.signal });
  for await (const change of changes) {
    if (change.op === 'put') await writer.put(change.path, change.mode, change.sha);
    else await writer.remove(change.path);
  }
  await writer.flush();
}

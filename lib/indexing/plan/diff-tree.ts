// Plans a branch from the difference between two commits: the cost depends on the change.
import { diffTrees } from '@/lib/git/read/diff-trees';
import { budgetFor } from '@/lib/git/read/entry-budget';
import { ATTRIBUTES_FILE } from '@/lib/git/read/tree-attributes';
import type { PlanWriter } from './plan-writer';

/** More folders than these are not looked at one by one. */
const MAX_FOLDERS = 20;

/**
 * Returns the folders below which other files may have got another class, because what they say of them changed: '' is
 * the root. Throws AppError kind `corrupt` or code `not_found` if the old commit cannot be read, `limit` if more
 * differs than trees of `maxFiles` files have.
 */
export async function diffTree(
  writer: PlanWriter,
  target: { dir: string; from: string; to: string },
  options: { maxFiles: number; signal?: AbortSignal | undefined },
): Promise<string[]> {
  const folders = new Set<string>();
  const changes = diffTrees(target.dir, target.from, target.to, {
    budget: budgetFor(options.maxFiles),
    signal: options.signal,
  });
  for await (const change of changes) {
    if (change.op === 'put') await writer.put(change.path, change.mode, change.sha);
    else await writer.remove(change.path);
    if (change.path === ATTRIBUTES_FILE) folders.add('');
    else if (change.path.endsWith(`/${ATTRIBUTES_FILE}`))
      folders.add(change.path.slice(0, -ATTRIBUTES_FILE.length - 1));
  }
  await writer.flush();
  if (folders.has('') || folders.size > MAX_FOLDERS) return [''];
  const isBelow = (folder: string) => [...folders].some((other) => folder.startsWith(`${other}/`));
  return [...folders].filter((folder) => !isBelow(folder));
}

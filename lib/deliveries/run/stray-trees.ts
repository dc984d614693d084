// Folders of trees whose delivery is gone: what is in them can be made again at any time, so nothing waits.
import path from 'node:path';
import type { Context } from '@/lib/context';
import { listFolder } from '@/lib/files/plain-file';
import { isId } from '@/lib/is-id';
import { dropStaging } from '@/lib/release/tree/stage-tree';

/** Returns how many were removed; what cannot be removed is left to a later sweep. */
export async function removeStrayTrees(ctx: Pick<Context, 'db' | 'env' | 'log'>): Promise<number> {
  const names = (await listFolder(path.join(ctx.env.dataDir, 'deliveries'))).map(({ name }) => name).filter(isId);
  if (names.length === 0) return 0;
  // Asked after the folders were listed: a delivery is there before its folder is.
  const rows = await ctx.db.$client<{ id: string }[]>`select id from deliveries where id = any(${names}::uuid[])`;
  const known = new Set(rows.map(({ id }) => id));
  let count = 0;
  for (const id of names.filter((name) => !known.has(name))) {
    try {
      await dropStaging(ctx, id);
      count++;
    } catch (error) {
      ctx.log.warn({ err: error, folder: id }, 'the tree of a delivery that is gone could not be removed yet');
    }
  }
  return count;
}

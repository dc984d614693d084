// How much of the disk a repository takes: counted when a sync ends and when its folder was packed, and kept.
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { storedBytes } from '@/lib/git/remote/size-watch';

/** Counts and writes it down; what cannot be counted stays as it was, and nothing else fails for it. */
export async function measureRepo(ctx: Pick<Context, 'db' | 'env' | 'log'>, repoId: string): Promise<void> {
  try {
    const bytes = await storedBytes(mirrorDir(ctx.env.dataDir, repoId));
    await ctx.db.$client`update repos set disk_bytes = ${bytes} where id = ${repoId} and disk_bytes <> ${bytes}`;
  } catch (error) {
    ctx.log.warn({ err: error, repo_id: repoId }, 'what a repository takes on the disk could not be counted');
  }
}

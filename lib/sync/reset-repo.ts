// Stage `reset`: makes the visible refs equal to what was fetched and writes down the branches and commits.
import type { Context } from '@/lib/context';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { resetRefs } from '@/lib/git/reset';
import { recordHistory } from './record-history';
import { runStage, type StageOptions } from './run-stage';

export interface Reset {
  created: number;
  updated: number;
  deleted: number;
  /** Refs whose history upstream rewrote. */
  forced: number;
  commits: number;
}

/** Moves the mirror's refs and HEAD in one transaction of git's own, then records branches and new commits. */
export async function resetRepo(
  ctx: Context,
  runId: string,
  headBranch: string | null,
  o: StageOptions,
): Promise<Reset> {
  return await runStage(ctx, runId, 'reset', o, async (stage) => {
    const dir = mirrorDir(ctx.env.dataDir, stage.repo.id);
    const moved = await resetRefs(dir, { headBranch });
    const commits = await recordHistory(ctx, stage, dir);
    return {
      created: moved.created,
      updated: moved.updated,
      deleted: moved.deleted,
      forced: moved.forced.length,
      commits,
    };
  });
}

// Stage `reset`: makes the visible refs equal to what was fetched and writes down branches, tags and commits.
import type { Context } from '@/lib/context';
import { wantDeliveries } from '@/lib/deliveries/run/after-sync';
import { unescapePath } from '@/lib/git/escape-path';
import { writeHead } from '@/lib/git/mirror/ref-files';
import { readHead } from '@/lib/git/mirror/refs';
import { resetRefs } from '@/lib/git/mirror/reset';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { wantPushes } from '@/lib/push-mirrors/request-push';
import { recordHistory } from '@/lib/sync/history/record-history';
import { runStage, type Stage, type StageOptions } from '@/lib/sync/run/run-stage';
import { holdBackLosses } from './hold-back-losses';
import { recordRewrites } from './record-rewrites';

export interface Reset {
  created: number;
  updated: number;
  deleted: number;
  /** Branches whose history upstream rewrote, or that it deleted with commits that nothing else has. */
  rewritten: number;
  commits: number;
}

/** Moves the mirror's refs and HEAD in one transaction of git's own, then records branches, tags and new commits. */
export async function resetRepo(
  ctx: Context,
  runId: string,
  headBranch: string | null,
  options: StageOptions,
): Promise<Reset> {
  return await runStage(ctx, runId, 'reset', options, async (stage) => {
    const { dir } = stage;
    if (stage.repo.kind === 'hosted') return await readPushed(ctx, stage, dir, headBranch);
    await holdBackLosses(ctx, stage, dir, headBranch);
    const onRewrite = async (rewritten: Parameters<typeof recordRewrites>[2]) => recordRewrites(ctx, stage, rewritten);
    const kept = stage.repo.kind === 'local' ? { isBorrowed: true } : { keepAs: runId, onRewrite };
    const moved = await resetRefs(dir, { headBranch }, kept);
    // What is listed is what can be opened: the history of a mirror that is not in its place yet is written down then.
    await wantPushes(ctx, stage.repo.id);
    await wantDeliveries(ctx, stage.repo.id);
    const isServed = dir === mirrorDir(ctx.env.dataDir, stage.repo.id);
    const commits = isServed ? await recordHistory(ctx, stage, dir) : 0;
    return {
      created: moved.created,
      updated: moved.updated,
      deleted: moved.deleted,
      rewritten: moved.rewritten.length,
      commits,
    };
  });
}

/** Its refs are moved by pushes alone. HEAD follows the first branch that comes, if it named none that is there. */
async function readPushed(ctx: Context, stage: Stage, dir: string, headBranch: string | null): Promise<Reset> {
  if (headBranch !== null && (await readHead(dir)) === null) {
    await writeHead(dir, `refs/heads/${unescapePath(headBranch).toString('latin1')}`);
  }
  await wantPushes(ctx, stage.repo.id);
  await wantDeliveries(ctx, stage.repo.id);
  const commits = await recordHistory(ctx, stage, dir);
  return { created: 0, updated: 0, deleted: 0, rewritten: 0, commits };
}

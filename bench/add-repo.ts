// Indexes a bare repository from its object store, without fetching and without the engine: for benches over a database
// that is kept between runs.
import { randomUUID } from 'node:crypto';
import { simpleGit } from 'simple-git';
import { orgs, repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { embedRepo } from '@/lib/indexing/embed/embed';
import { planRun } from '@/lib/indexing/plan/plan';
import { publishRun } from '@/lib/indexing/publish/publish';
import { indexBlobs } from '@/lib/indexing/write/write';
import { linkMirror } from './link-mirror';

/** Adds it as `bench-…/name` in its default branch and returns how many files are searchable then. */
export async function addRepo(
  ctx: Context,
  { dir, name, withVectors }: { dir: string; name: string; withVectors: boolean },
): Promise<number> {
  const branch = (await simpleGit(dir).raw('symbolic-ref', '--short', 'HEAD')).trim();
  const [org] = await ctx.db
    .insert(orgs)
    .values({ name: `bench-${randomUUID().slice(0, 8)}` })
    .returning();
  const [repo] = await ctx.db
    .insert(repos)
    .values({ orgId: org!.id, name, defaultBranch: branch, isPublic: true })
    .returning();
  await linkMirror(ctx.env.dataDir, repo!.id, dir);
  const [run] = await ctx.db
    .insert(syncRuns)
    .values({ repoId: repo!.id, trigger: 'manual', status: 'running' })
    .returning();
  const target = { runId: run!.id, repo: repo! };
  await planRun(ctx, target, {});
  await indexBlobs(ctx, target, {});
  const published = await publishRun(ctx, target);
  if (withVectors) await embedRepo(ctx, repo!.id);
  await closeWorkers();
  return published.fileCount;
}

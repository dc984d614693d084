// Compares what is indexed with what git has, for repositories whose syncs do not do so by themselves.
import { eq, sql } from 'drizzle-orm';
import { indexedRefs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkMirror } from '@/lib/git/mirror/health';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { openCatFile } from '@/lib/git/read/cat-file';
import { analysisKey } from '@/lib/indexing/analyze/analysis';
import { compareTree } from '@/lib/indexing/plan/compare-tree';
import { treeClasses } from '@/lib/indexing/plan/tree-classes';
import { requestSync } from '@/lib/sync/request/request-sync';

/** Audits in one call: each reads a whole tree. */
const BATCH = 5;

/**
 * Audits repositories at rest that were not compared for a day, or that are indexed by other rules than this server's,
 * those compared longest ago first. Has those repaired that drifted. Returns how many were amiss.
 */
export async function auditIdle(ctx: Context): Promise<number> {
  const rows = await ctx.db.$client<{ id: string }[]>`
    select id from repos
    where deleted_at is null and active_run_id is null and status = 'ready' and indexed_at is not null
      and (next_check_at is null or next_check_at > now() + interval '1 hour')
      and (compared_at < now() - interval '25 hours' or exists (
        select 1 from indexed_refs i where i.repo_id = repos.id and i.analysis <> ${analysisKey(ctx.env)}))
    order by compared_at limit ${BATCH}`;
  let amiss = 0;
  for (const { id } of rows) {
    try {
      if ((await auditRepo(ctx, id)) !== 'ok') amiss++;
    } catch (error) {
      // One that cannot be audited does not stand in the way of the others.
      ctx.log.error({ err: error, repo_id: id }, 'a repository could not be audited');
    }
  }
  return amiss;
}

/** Compares every searchable branch of a repository with its tree; one that is amiss is queued for repair. */
export async function auditRepo(ctx: Context, repoId: string): Promise<Verdict> {
  const verdict = await compare(ctx, repoId);
  if (verdict === 'ok') {
    await ctx.db.update(repos).set({ comparedAt: sql`now()` }).where(eq(repos.id, repoId));
    return verdict;
  }
  if (verdict === 'outdated') {
    ctx.log.info({ repo_id: repoId }, 'a repository is indexed by other rules than before; it is being indexed anew');
  } else {
    ctx.log.error({ repo_id: repoId, verdict }, 'an audit found the index or the mirror amiss; it is being repaired');
  }
  await ctx.db.update(repos).set({ comparedAt: null }).where(eq(repos.id, repoId));
  await requestSync({ ...ctx, actor: { kind: 'system' } }, repoId, { trigger: 'repair' });
  return verdict;
}

/** Outdated: not amiss, but analysed by other rules than this server's. */
type Verdict = 'ok' | 'drifted' | 'damaged' | 'outdated';

async function compare(ctx: Context, repoId: string): Promise<Verdict> {
  const dir = mirrorDir(ctx.env.dataDir, repoId);
  if ((await checkMirror(dir)) !== 'ok') return 'damaged';
  const refs = await ctx.db.select().from(indexedRefs).where(eq(indexedRefs.repoId, repoId));
  if (refs.some((entry) => entry.analysis !== analysisKey(ctx.env))) return 'outdated';
  let differences = 0;
  const counter = {
    put: async () => void differences++,
    remove: async () => void differences++,
    skip: () => {},
    flush: async () => {},
  };
  try {
    for (const { ref, commitSha: to } of refs) {
      const cat = openCatFile(dir);
      try {
        const target = { dir, repoId, ref, to, classes: treeClasses(ctx.env, cat, to) };
        await compareTree(ctx, counter, target, { maxFiles: ctx.env.maxFiles });
      } finally {
        await cat.close();
      }
    }
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'corrupt' || error.code === 'not_found')) return 'damaged';
    throw error;
  }
  return differences === 0 ? 'ok' : 'drifted';
}

// Keeps branches, tags, commits and contributors as git has them, at a cost that depends on what moved.
import { eq, sql } from 'drizzle-orm';
import { contributors, histories, repos, syncRuns } from '@/db/schema';
import type { Context } from '@/lib/context';
import { readHead, readRefLines } from '@/lib/git/mirror/refs';
import { isShallow } from '@/lib/git/mirror/shallow';
import type { Stage } from '@/lib/sync/run/run-stage';
import { HISTORY_FORMAT } from './history-format';
import { recordBranches } from './record-branches';
import { recordCommits } from './record-commits';
import { recordPeople } from './record-people';
import { recordTags } from './record-tags';

/** Writes branches, tags and the default branch's commits; returns how many commits are new. Can be repeated. */
export async function recordHistory(ctx: Context, stage: Stage, dir: string): Promise<number> {
  const repoId = stage.repo.id;
  const [refs, head, [before]] = await Promise.all([
    readRefLines(dir, { signal: stage.signal }),
    readHead(dir),
    ctx.db.select().from(histories).where(eq(histories.repoId, repoId)),
  ]);
  const tip = head?.sha ?? null;
  // Commits that came by fetching deeper lie before those that are known.
  const isDeeper = stage.repo.isShallow && stage.repo.depth !== stage.repo.fetchedDepth;
  const isCurrent = before?.format === HISTORY_FORMAT && !isDeeper;
  // Before the branches: they say which tip the commits were last written down for.
  const added = await recordCommits(ctx, stage, dir, { tip, isCurrent });
  const mailmapSha = await recordPeople(ctx, stage, dir, { tip, mailmapSha: isCurrent ? before.mailmapSha : null });
  const [heads, tagged] = byKind(refs);
  const tags = await recordTags(ctx, stage, dir, tagged);
  const branches = await recordBranches(ctx, stage, dir, heads);
  const [counted] = await ctx.db
    .select({ commits: sql<number>`coalesce(sum(${contributors.commits}), 0)::int` })
    .from(contributors)
    .where(eq(contributors.repoId, repoId));
  // Last: until then all of it is recorded anew by whoever goes on after a crash.
  const row = { format: HISTORY_FORMAT, commits: counted?.commits ?? 0, branches, tags, mailmapSha };
  await ctx.db
    .insert(histories)
    .values({ repoId, ...row })
    .onConflictDoUpdate({ target: histories.repoId, set: { ...row, recordedAt: sql`now()` } });
  const depth = { isShallow: await isShallow(dir), fetchedDepth: stage.repo.depth };
  await ctx.db.update(repos).set(depth).where(eq(repos.id, repoId));
  await ctx.db.update(syncRuns).set({ commitsSynced: added }).where(eq(syncRuns.id, stage.runId));
  return added;
}

/** Branches come first. */
function byKind(refs: string): [heads: string, tags: string] {
  const at = refs.indexOf(' refs/tags/');
  const start = at < 0 ? refs.length : refs.lastIndexOf('\n', at) + 1;
  return [refs.slice(0, start), refs.slice(start)];
}

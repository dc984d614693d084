// Keeps `branches` as git has them, with what there is to say of their tips.
import { eq, sql } from 'drizzle-orm';
import { branches } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { CommitInfo } from '@/lib/git/read/commit-format';
import { describeCommits } from '@/lib/git/read/describe-commits';
import type { Stage } from '@/lib/sync/run/run-stage';
import { inLots, movedRefs, named } from './moved-refs';

const PREFIX = 'refs/heads/';

/** Writes those that moved; returns how many there are. `refs` are lines: all of the mirror’s, as `movedRefs` takes them. */
export async function recordBranches(ctx: Context, stage: Stage, dir: string, refs: string): Promise<number> {
  const repoId = stage.repo.id;
  const [written] = await ctx.db
    .select({
      // Written down before tips were described: once more.
      lines: sql<string>`coalesce(string_agg(
        case when ${branches.committedAt} is null then '' else ${branches.commitSha} end || ' ' || ${PREFIX}
          || ${branches.name} || E'\\n', ''), '')`,
    })
    .from(branches)
    .where(eq(branches.repoId, repoId));
  const { moved, gone, count } = movedRefs(refs, written?.lines ?? '', PREFIX);
  await inLots(gone, (names) => ctx.db.delete(branches).where(named(branches, repoId, names)));
  await inLots(moved, async (lot) => {
    const tips = await tipsOf(
      dir,
      lot.map(([, sha]) => sha),
      stage.signal,
    );
    await ctx.db
      .insert(branches)
      .values(
        lot.map(([name, commitSha]) => {
          const tip = tips.get(commitSha);
          return {
            repoId,
            name,
            commitSha,
            authorName: tip?.authorName ?? null,
            subject: tip?.subject ?? null,
            committedAt: tip?.committedAt ?? null,
          };
        }),
      )
      .onConflictDoUpdate({
        target: [branches.repoId, branches.name],
        set: {
          commitSha: sql`excluded.commit_sha`,
          authorName: sql`excluded.author_name`,
          subject: sql`excluded.subject`,
          committedAt: sql`excluded.committed_at`,
          updatedAt: sql`case when ${branches.commitSha} = excluded.commit_sha then ${branches.updatedAt} else now() end`,
        },
      });
  });
  return count;
}

/** Commits by their ids. */
export async function tipsOf(dir: string, shas: string[], signal: AbortSignal): Promise<Map<string, CommitInfo>> {
  const tips = new Map<string, CommitInfo>();
  for await (const commit of describeCommits(dir, shas, { signal })) tips.set(commit.sha, commit);
  return tips;
}

// Keeps `tags` as git has them, with the commits that they stand for.
import { eq, sql } from 'drizzle-orm';
import { tags } from '@/db/schema';
import type { Context } from '@/lib/context';
import { describeTags } from '@/lib/git/read/describe-tags';
import type { Stage } from '@/lib/sync/run/run-stage';
import { inLots, movedRefs, named } from './moved-refs';
import { tipsOf } from './record-branches';
import { versionKey } from './version-key';

const PREFIX = 'refs/tags/';

/** Writes those that moved; returns how many there are. `refs` are lines: all of the mirror’s, as `movedRefs` takes them. */
export async function recordTags(ctx: Context, stage: Stage, dir: string, refs: string): Promise<number> {
  const repoId = stage.repo.id;
  const [written] = await ctx.db
    .select({
      lines: sql<string>`coalesce(string_agg(
        ${tags.objectSha} || ' ' || ${PREFIX} || ${tags.name} || E'\\n', ''), '')`,
    })
    .from(tags)
    .where(eq(tags.repoId, repoId));
  const { moved, gone, count } = movedRefs(refs, written?.lines ?? '', PREFIX);
  await inLots(gone, (names) => ctx.db.delete(tags).where(named(tags, repoId, names)));
  await inLots(moved, async (lot) => {
    await ctx.db
      .insert(tags)
      .values(await rowsOf(stage, dir, lot))
      .onConflictDoUpdate({
        target: [tags.repoId, tags.name],
        set: {
          objectSha: sql`excluded.object_sha`,
          commitSha: sql`excluded.commit_sha`,
          isAnnotated: sql`excluded.is_annotated`,
          subject: sql`excluded.subject`,
          taggerName: sql`excluded.tagger_name`,
          taggedAt: sql`excluded.tagged_at`,
          versionKey: sql`excluded.version_key`,
        },
      });
  });
  return count;
}

async function rowsOf({ repo, signal }: Stage, dir: string, lot: [name: string, sha: string][]) {
  const found = await describeTags(
    dir,
    lot.map(([, sha]) => sha),
    { signal },
  );
  const commits = [...found.values()].flatMap(({ commit }) => commit ?? []);
  const tips = await tipsOf(dir, [...new Set(commits)], signal);
  return lot.map(([name, objectSha]) => {
    const tag = found.get(objectSha);
    const tip = tips.get(tag?.commit ?? '');
    return {
      repoId: repo.id,
      name,
      objectSha,
      commitSha: tag?.commit ?? null,
      isAnnotated: tag?.isAnnotated ?? false,
      subject: tag?.subject ?? tip?.subject ?? null,
      taggerName: tag?.taggerName ?? null,
      taggedAt: tag?.taggedAt ?? tip?.committedAt ?? null,
      versionKey: versionKey(name),
    };
  });
}

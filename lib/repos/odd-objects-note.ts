// What a repository's page says of odd objects in its history. They stay, so the last run that found some says it.
import { and, desc, eq, like } from 'drizzle-orm';
import { syncRuns } from '@/db/schema';
import { may } from '@/lib/access/may';
import { repoSubject } from '@/lib/access/standing-to';
import type { Context } from '@/lib/context';
import { oddNoteIn } from '@/lib/git/runner/odd-objects';
import { visibleRepo } from './visible-repo';

export interface OddObjectsNote {
  runId: string;
  /** When that run was asked for. */
  at: string;
  sentence: string;
}

/** Null if no run that is still kept found any, and for those who may not look behind it. Throws `not_found`. */
export async function oddObjectsNote(ctx: Context, repoId: string): Promise<OddObjectsNote | null> {
  const repo = await visibleRepo(ctx, repoId);
  if (!may(ctx.actor, 'repo.inspect', repoSubject(repo))) return null;
  const [run] = await ctx.db
    .select({ id: syncRuns.id, at: syncRuns.createdAt, note: syncRuns.note })
    .from(syncRuns)
    .where(and(eq(syncRuns.repoId, repoId), like(syncRuns.note, '%odd object%')))
    .orderBy(desc(syncRuns.createdAt), desc(syncRuns.id))
    .limit(1);
  const sentence = oddNoteIn(run?.note ?? '');
  return run && sentence ? { runId: run.id, at: run.at.toISOString(), sentence } : null;
}

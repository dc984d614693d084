// The one shape of a sync run that the API, the pages and the verbs share, and how a row becomes it.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { errorKind, repos, runStage, runStatus, runTrigger, syncRuns, users } from '@/db/schema';
import { may } from '@/lib/access/may';
import { type RepoAsked, repoSubject, standingTo } from '@/lib/access/standing-to';
import type { Actor } from '@/lib/context';
import { attemptSchema, attemptsOf, stageTimesSchema } from './run-attempts';

const instant = z.iso.datetime();
const count = z.int().nonnegative();

export const runSchema = z
  .object({
    id: z.uuid(),
    repo_id: z.uuid(),
    trigger: z.enum(runTrigger.enumValues),
    requested_by: z
      .string()
      .nullable()
      .meta({ description: 'Name or e-mail; null for Freshet, and for those who may not inspect the repository.' }),
    status: z.enum(runStatus.enumValues),
    stage: z.enum(runStage.enumValues).nullable(),
    progress: z
      .object({ done: count, total: count.nullable(), unit: z.string().nullable() })
      .meta({ description: 'Within the stage; total is null while it is unknown.' }),
    commits_synced: count,
    files_added: count,
    files_changed: count,
    files_removed: count,
    files_skipped: count,
    bytes_indexed: count,
    chunks_embedded: count,
    chunks_reused: count,
    old_head: z
      .string()
      .nullable()
      .meta({ description: 'null for those who may not inspect the repository: it may have been taken away since.' }),
    new_head: z.string().nullable().meta({ description: 'null for them, like old_head.' }),
    attempts: count,
    error: z.string().nullable(),
    error_kind: z.enum(errorKind.enumValues).nullable(),
    note: z
      .string()
      .nullable()
      .meta({ description: 'What to know of a run that worked, such as a force push; null for them.' }),
    stage_times: stageTimesSchema.meta({
      description:
        'Start and end of each stage in milliseconds since the epoch, where it was last begun; end is null while it ' +
        'runs and where it broke off.',
    }),
    attempt_history: z.array(attemptSchema).meta({
      description: 'What each attempt did and how it ended, the first first; empty until a stage begins.',
    }),
    created_at: instant,
    started_at: instant.nullable(),
    published_at: instant.nullable().meta({ description: 'When the new tree became visible.' }),
    ended_at: instant.nullable(),
  })
  .meta({ id: 'Run' });

export type Run = z.infer<typeof runSchema>;

/** True once nothing more will happen to a run. */
export function hasEnded(run: Pick<Run, 'status'>): boolean {
  return run.status !== 'queued' && run.status !== 'running';
}

export type RunRow = typeof syncRuns.$inferSelect & {
  requester: string | null;
  repo: Omit<RepoAsked, 'role' | 'share'>;
} & Pick<RepoAsked, 'role' | 'share'>;

/** The query that the verbs on runs start from, with their repositories; add `where` (`visibleTo`), `orderBy` and `limit`. */
export function selectRuns({ actor, db }: { actor: Actor; db: Pick<Db, 'select'> }) {
  return db
    .select({
      ...getTableColumns(syncRuns),
      requester: sql<string | null>`coalesce(${users.name}, ${users.email})`,
      /** Microseconds since the epoch: a Date has only milliseconds, too few to order two runs. */
      createdMicros: sql<string>`(extract(epoch from ${syncRuns.createdAt}) * 1000000)::bigint::text`,
      repo: { id: repos.id, orgId: repos.orgId, isPublic: repos.isPublic, addedBy: repos.addedBy },
      ...standingTo(actor),
    })
    .from(syncRuns)
    .innerJoin(repos, eq(repos.id, syncRuns.repoId))
    .leftJoin(users, eq(users.id, syncRuns.requestedBy))
    .$dynamic();
}

/**
 * Turns a row of `selectRuns` into the shape that leaves the server; who may not inspect the repository is told neither
 * who asked, nor what was taken away, nor what git said.
 */
export function toRun(row: RunRow, actor: Actor): Run {
  const { attempts, stageTimes } = attemptsOf(row);
  const mayInspect = may(actor, 'repo.inspect', repoSubject({ ...row.repo, role: row.role, share: row.share }));
  return {
    id: row.id,
    repo_id: row.repoId,
    trigger: row.trigger,
    requested_by: mayInspect ? row.requester : null,
    status: row.status,
    stage: row.stage,
    progress: { done: row.progressDone, total: row.progressTotal, unit: row.progressUnit },
    commits_synced: row.commitsSynced,
    files_added: row.filesAdded,
    files_changed: row.filesChanged,
    files_removed: row.filesRemoved,
    files_skipped: row.filesSkipped,
    bytes_indexed: row.bytesIndexed,
    chunks_embedded: row.chunksEmbedded,
    chunks_reused: row.chunksReused,
    old_head: mayInspect ? row.oldHead : null,
    new_head: mayInspect ? row.newHead : null,
    attempts: row.attempts,
    error: row.error,
    error_kind: row.errorKind,
    note: mayInspect ? row.note : null,
    stage_times: stageTimes,
    attempt_history: mayInspect ? attempts : attempts.map((one) => ({ ...one, details: null })),
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    published_at: row.publishedAt?.toISOString() ?? null,
    ended_at: endOf(row)?.toISOString() ?? null,
  };
}

/** The clock may have been set back meanwhile: nothing ends before it begins. */
function endOf({ startedAt, endedAt }: RunRow): Date | null {
  return endedAt && startedAt && endedAt < startedAt ? startedAt : endedAt;
}

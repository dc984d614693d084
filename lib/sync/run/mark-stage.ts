// Writes a stage's begin and end, and only while the run still holds its repository.
import type { ISql, PendingQuery, Row } from 'postgres';
import type { Db } from '@/db/client';
import type { RunStage, repos } from '@/db/schema';
import { OPEN_SQL, sourcesOf, statusDuring } from '@/lib/sync/state';
import { pastAttempt } from './past-attempt';

type RepoRow = typeof repos.$inferSelect;

interface Rest {
  elapsedMs: number;
  bytesIndexed: number;
  migrationId: string | null;
  isForced: boolean | null;
  from: string | null;
}

export interface StageTarget {
  runId: string;
  /** Milliseconds since the run's first stage began. */
  elapsedMs: number;
  /** By all attempts at the run so far. */
  bytesIndexed: number;
  repo: Pick<
    RepoRow,
    | 'id'
    | 'kind'
    | 'url'
    | 'localPath'
    | 'tokenCiphertext'
    | 'credentialId'
    | 'sourceType'
    | 'headCommit'
    | 'defaultBranch'
    | 'indexedBranches'
    | 'comparedAt'
    | 'depth'
    | 'fetchedDepth'
    | 'isShallow'
    | 'branchPatterns'
    | 'convertTo'
  >;
  /** The other source that this run moves the repository to: `url` and what it is asked by above are its; null if none. */
  migration: Migration | null;
}

export interface Migration {
  id: string;
  url: string;
  /** What the repository follows until the move has worked. */
  from: string | null;
  /** Cloned anew, and taken whatever its history is. */
  isForced: boolean;
}

/**
 * Marks `stage` as begun and returns the repository, or null if the run was replaced, has ended or was deleted. A new
 * attempt begins with the stage after a failure, and if the stage had begun before: that attempt was cut off.
 */
export async function beginStage(db: Db, runId: string, stage: RunStage): Promise<StageTarget | null> {
  const sql = db.$client;
  const isNewAttempt = sql`
    (sync_runs.attempts = 0 or sync_runs.error is not null or sync_runs.stage_times ? ${stage}::text)`;
  const past = pastAttempt(sql, {
    ended: sql`null::bigint`,
    next: sql`null::bigint`,
    errorKind: sql`sync_runs.error_kind`,
    error: sql`sync_runs.error`,
    details: sql`null::text`,
  });
  const isFetch = stage === 'fetch';
  const [row] = await sql<(StageTarget['repo'] & Rest)[]>`
    with held as (
      update repos set
        status = (case when head_commit is null then ${statusDuring(stage, true)}
                       else ${statusDuring(stage, false)} end)::repo_status
      where active_run_id = ${runId} and deleted_at is null and status = any(${sourcesOf('attempt')}::repo_status[])
      returning *
    ), marked as (
      update sync_runs set
        status = 'running', stage = ${stage}::run_stage, started_at = coalesce(sync_runs.started_at, now()),
        attempts = sync_runs.attempts + case when ${isNewAttempt} then 1 else 0 end,
        error = null, error_kind = null,
        progress_done = 0, progress_total = null, progress_unit = null,
        stage_times = (case when ${isNewAttempt} then ${past} else sync_runs.stage_times end) || jsonb_build_object(${stage}::text,
          jsonb_build_array(${epochMs(sql, sql`clock_timestamp()`)}, null))
      from held where sync_runs.id = ${runId} and sync_runs.status in ${sql.unsafe(OPEN_SQL)}
      returning (extract(epoch from now() - sync_runs.started_at) * 1000)::int as elapsed_ms,
        sync_runs.bytes_indexed::float8 as bytes_indexed
    ), taken as (
      -- A run that is past its fetch has read the old source.
      update repo_migrations set run_id = ${runId} from held
      where repo_migrations.repo_id = held.id and ${isFetch} and (run_id is null or run_id = ${runId})
      returning repo_migrations.*
    ), migration as (
      select * from taken union all select * from repo_migrations where run_id = ${runId} and not ${isFetch}
    )
    select held.id, held.kind, coalesce(migration.url, held.url) as url, held.local_path as "localPath",
      case when migration.id is null then held.token_ciphertext else migration.token_ciphertext end as "tokenCiphertext",
      case when migration.id is null then held.credential_id else migration.credential_id end as "credentialId",
      case when migration.id is null then held.source_type else migration.source_type end as "sourceType",
      migration.id as "migrationId", migration.is_forced as "isForced", held.url as "from",
      held.head_commit as "headCommit", held.default_branch as "defaultBranch",
      held.depth, held.fetched_depth as "fetchedDepth", held.is_shallow as "isShallow",
      held.branch_patterns as "branchPatterns", held.indexed_branches as "indexedBranches", held.compared_at as "comparedAt",
      held.convert_to as "convertTo",
      marked.elapsed_ms as "elapsedMs", marked.bytes_indexed as "bytesIndexed"
    from held join marked on true left join migration on true`;
  if (!row) return null;
  const { elapsedMs, bytesIndexed, migrationId, isForced, from, ...repo } = row;
  const migration =
    migrationId === null ? null : { id: migrationId, url: repo.url ?? '', from, isForced: isForced ?? false };
  const comparedAt = repo.comparedAt && new Date(repo.comparedAt);
  return { runId, elapsedMs, bytesIndexed, repo: { ...repo, comparedAt }, migration };
}

/** Marks `stage` as done, unless the end of its run has. */
export async function endStage(db: Db, runId: string, stage: RunStage): Promise<void> {
  const sql = db.$client;
  await sql`
    update sync_runs set stage_times = ${withEndOf(sql, sql`${stage}::text`, sql`clock_timestamp()`)}
    where id = ${runId} and stage_times -> ${stage}::text -> 1 = 'null'`;
}

/** SQL for the `stage_times` of a run whose stage ended at the timestamp `at`; it did not before it began. */
export function withEndOf(sql: ISql, stage: PendingQuery<Row[]>, at: PendingQuery<Row[]>): PendingQuery<Row[]> {
  return sql`
    case when sync_runs.stage_times ? ${stage} then jsonb_set(sync_runs.stage_times, array[${stage}, '1'],
      to_jsonb(greatest((sync_runs.stage_times -> ${stage} ->> 0)::bigint,
        ${epochMs(sql, at)})))
    else sync_runs.stage_times end`;
}

/** SQL for the milliseconds of a timestamp, cut as JavaScript cuts it: a run does not end before its last stage. */
export function epochMs(sql: ISql, at: PendingQuery<Row[]>): PendingQuery<Row[]> {
  return sql`floor(extract(epoch from ${at}) * 1000)::bigint`;
}

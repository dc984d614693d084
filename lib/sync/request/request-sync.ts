// Asks for a sync: claims the repository with one conditional update, or coalesces with the run under way.
import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { type RunTrigger, repos } from '@/db/schema';
import { insertAudit } from '@/lib/audit/insert-audit';
import { type Context, requireWriter, userIdOf } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { type Repo, toRepo } from '@/lib/repos/repo';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { isBusy, OPEN_SQL, sourcesOf, statusDuring } from '@/lib/sync/state';

/** Triggers whose request is kept for later when the repository is busy, instead of being refused. */
const COALESCED: readonly RunTrigger[] = ['repair'];
/** Triggers that do not ask again: if a run cannot be queued, their sync stays pending. */
const KEPT: readonly RunTrigger[] = ['webhook', 'watch', 'repair', 'push'];

/** Triggers by which people and programs ask for nothing but a sync: the audit log tells of these alone. */
const ASKED: readonly RunTrigger[] = ['manual', 'api'];

export interface SyncRequest {
  repo: Repo;
  /** The run that was started, or the one under way that a coalesced request joined. */
  runId: string;
}

/**
 * Starts a run for `repoId` and returns the repository as it is then. Whoever asks by hand or by a program has to have the
 * right to; a verb that needs a run for what it did has authorised that.
 * Throws `unauthenticated`, `forbidden` (read-only server, or no right to), `not_found`, `invalid` (a kind that cannot sync;
 * the message says what to do) and, for people and scripts, `conflict` while a run works on it.
 */
export async function requestSync(
  ctx: Context,
  repoId: string,
  options: { trigger: RunTrigger },
): Promise<SyncRequest> {
  requireWriter(ctx);
  const isAsked = options.trigger === 'manual' || options.trigger === 'api';
  const before = toRepo(ctx, await visibleRepo(ctx, repoId, isAsked ? 'repo.sync' : 'repo.see'));
  refuseUnsyncable(before);

  const runId = randomUUID();
  const claimed = await claim(ctx, before, runId, options.trigger);
  if (!claimed) return await joinOrRefuse(ctx, repoId, options.trigger);

  try {
    await ctx.send({ name: 'repo/sync.requested', id: runId, data: { repo_id: repoId, run_id: runId } });
  } catch (cause) {
    const isKept = claimed.wasDirty || KEPT.includes(options.trigger);
    await release(ctx, repoId, runId, { before, isKept, cause });
    throw new AppError('internal', 'The sync could not be queued. Nothing has changed; try again in a moment.', {
      cause,
      retryable: true,
    });
  }
  return { repo: await getRepo(ctx, repoId), runId };
}

function refuseUnsyncable(repo: Repo): void {
  if (repo.status === 'archived') {
    throw new AppError('invalid', `${repo.org}/${repo.name} is archived. Take it out of the archive to sync it.`);
  }
  if (repo.status === 'initializing') {
    throw new AppError('conflict', `${repo.org}/${repo.name} is being made. Try again in a moment.`, {
      retryable: true,
    });
  }
  // What is hosted here is its own source: a sync makes what is searchable equal to what was pushed.
  if (repo.kind !== 'local' && repo.kind !== 'hosted' && repo.url === null) {
    throw new AppError('invalid', `${repo.org}/${repo.name} has no source address. Set its URL, then sync again.`);
  }
}

interface Claimed {
  /** Somebody had asked for a run already, which this one is too. */
  wasDirty: boolean;
}

/** A run that waits for its retry (status `error`) gives way to a new request: its next attempt finds itself replaced. */
async function claim(ctx: Context, repo: Repo, runId: string, trigger: RunTrigger): Promise<Claimed | null> {
  const repoId = repo.id;
  const requestedBy = userIdOf(ctx.actor);
  const free = sourcesOf('claim');
  const rows = await ctx.db.$client<(EndedRun & { new_id: string; was_dirty: boolean })[]>`
    with target as (
      select id, org_id, active_run_id, head_commit, dirty from repos
      where id = ${repoId} and deleted_at is null and status = any(${free}::repo_status[])
      for update
    ), claimed as (
      update repos set
        active_run_id = ${runId},
        dirty = false, dirty_since = null, dirty_at = null,
        status = (case when target.head_commit is null then ${statusDuring('fetch', true)}
                       else ${statusDuring('fetch', false)} end)::repo_status
      from target where repos.id = target.id
      returning repos.id
    ), replaced as (
      update sync_runs set status = 'cancelled', ended_at = now()
      from target where sync_runs.id = target.active_run_id and sync_runs.status in ${ctx.db.$client.unsafe(OPEN_SQL)}
      returning ${endedColumns(ctx.db.$client)}
    ), passed_on as (
      update repo_migrations set run_id = null from target where repo_migrations.run_id = target.active_run_id
    ), inserted as (
      insert into sync_runs (id, repo_id, trigger, requested_by)
      select ${runId}, id, ${trigger}::run_trigger, ${requestedBy}::uuid from claimed
      returning sync_runs.id as new_id
    ), audited as (
      ${insertAudit(ctx.db.$client, ctx, {
        verb: 'repo.sync',
        subject: { kind: 'repo', id: repoId, name: `${repo.org}/${repo.name}` },
        after: { run_id: runId, trigger },
      })} from claimed join target using (id) where ${ASKED.includes(trigger)}
    )
    select inserted.new_id, target.dirty as was_dirty, replaced.*
    from inserted cross join target left join replaced on true`;
  for (const row of rows) if (row.id !== null) logRunEnd(ctx.log, row, { replaced_by: runId });
  const [claimed] = rows;
  if (!claimed) return null;
  ctx.log.debug({ run_id: runId, repo_id: repoId, trigger }, 'run requested');
  return { wasDirty: claimed.was_dirty };
}

async function joinOrRefuse(ctx: Context, repoId: string, trigger: RunTrigger): Promise<SyncRequest> {
  // Only while a run still holds it: one that ended meanwhile would never look at the mark.
  const marked = await ctx.db
    .update(repos)
    .set({ dirty: true, dirtySince: sql`coalesce(${repos.dirtySince}, now())`, dirtyAt: sql`now()` })
    .where(and(eq(repos.id, repoId), isNull(repos.deletedAt), sql`${repos.activeRunId} is not null`))
    .returning({ runId: repos.activeRunId });
  const runId = marked[0]?.runId;
  if (!runId) return await requestSync(ctx, repoId, { trigger });
  const repo = await getRepo(ctx, repoId);
  if (COALESCED.includes(trigger)) return { repo, runId };
  const doing = isBusy(repo.status) ? repo.status : 'starting';
  throw new AppError(
    'conflict',
    `${repo.org}/${repo.name} is being synced already (${doing}). Another sync follows by itself as soon as that run ends.`,
  );
}

/** `isKept`: the mark that asks for a follow-up stays, because whoever asked will not ask again. */
async function release(
  ctx: Context,
  repoId: string,
  runId: string,
  { before, isKept, cause }: { before: Repo; isKept: boolean; cause: unknown },
): Promise<void> {
  const ended = await ctx.db.$client.begin(async (tx) => {
    const [run] = await tx<EndedRun[]>`
      update sync_runs set status = 'failed', error_kind = 'internal', ended_at = now(),
        error = 'The run could not be queued.'
      where id = ${runId} and status in ${tx.unsafe(OPEN_SQL)} returning ${endedColumns(tx)}`;
    await tx`update repos set active_run_id = null, dirty = dirty or ${isKept}, status = ${before.status}::repo_status
      where id = ${repoId} and active_run_id = ${runId}`;
    return run;
  });
  if (ended) logRunEnd(ctx.log, ended, { err: cause });
}

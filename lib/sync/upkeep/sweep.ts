// Finds what a crash left behind: runs and deletions go on, half clones and folders of nobody are removed.
import type { Context } from '@/lib/context';
import { removeOldTemporaryFolders } from '@/lib/files/temporary-folder';
import { purgeExpired } from '@/lib/repos/life/purge-repo';
import { finishUnfinished } from '@/lib/repos/manage/add/finish-hosted';
import { type EndedRun, endedColumns, logRunEnd } from '@/lib/sync/log-run-end';
import { requestSync } from '@/lib/sync/request/request-sync';
import { giveUpStrayMigrations } from '@/lib/sync/run/migration';
import { BUSY_SQL, CLAIMABLE_SQL, OPEN_SQL } from '@/lib/sync/state';
import { repairClock } from './repair-clock';
import { removeStrayFolders } from './stray-folders';

export interface Swept {
  resumed: number;
  ended: number;
  /** Moves to another source whose run has ended. */
  moves: number;
  /** Repositories whose time in the bin was over. */
  expired: number;
  deletions: number;
  woken: number;
  followUps: number;
  /** Hosted repositories that had no folder yet. */
  created: number;
  folders: number;
}

/** Repairs what dead processes left behind. Every step can be repeated; several processes may do it at once. */
export async function sweep(ctx: Context): Promise<Swept> {
  await repairClock(ctx);
  const swept = {
    ended: await endStrayRuns(ctx),
    moves: await giveUpStrayMigrations(ctx),
    resumed: await resumeRuns(ctx),
    expired: await purgeExpired(ctx),
    deletions: await resumeDeletions(ctx),
    woken: await wakeForgotten(ctx),
    followUps: await startFollowUps(ctx),
    created: await finishUnfinished(ctx),
    folders:
      (await removed(ctx, () => removeStrayFolders(ctx))) + (await removed(ctx, () => removeOldTemporaryFolders())),
  };
  // Runs that are alive are also told to go on: that is no repair.
  const { resumed, ...repaired } = swept;
  if (Object.values(repaired).some((count) => count > 0))
    ctx.log.info(repaired, 'a sweep repaired what was left behind');
  return swept;
}

/**
 * Ends runs that no longer hold their repository, and runs that are far over their time (the engine gave them up
 * without a word). Drops what ended runs had planned, and frees repositories that an ended run still holds.
 */
async function endStrayRuns(ctx: Context): Promise<number> {
  const sql = ctx.db.$client;
  const overdue = await sql<EndedRun[]>`
    update sync_runs set status = 'failed', error_kind = 'timeout', ended_at = now(),
      error = 'The run took longer than its time limit and was given up.'
    where status = 'running' and started_at < now() - ${2 * ctx.env.runTimeoutMs} * interval '1 millisecond'
    returning ${endedColumns(sql)}`;
  const runs = await sql<EndedRun[]>`
    update sync_runs set status = 'cancelled', ended_at = now()
    from repos where repos.id = sync_runs.repo_id and sync_runs.status in ${ctx.db.$client.unsafe(OPEN_SQL)}
      and repos.active_run_id is distinct from sync_runs.id
    returning ${endedColumns(sql)}`;
  for (const run of [...overdue, ...runs]) logRunEnd(ctx.log, run, { reason: 'a sweep found it without an end' });
  for (const table of ['plan_entries', 'plan_refs']) {
    await ctx.db.$client`
      delete from ${ctx.db.$client(table)} where run_id in (
        select id from sync_runs where status in ('failed', 'cancelled') and ended_at > now() - interval '1 day')`;
  }
  const held = await ctx.db.$client`
    update repos set active_run_id = null, status = 'error', error_kind = 'internal', error_at = now(),
      error = 'The last run stopped without an end. What was searchable before still is; sync again.'
    where active_run_id is not null and deleted_at is null and not exists (
      select 1 from sync_runs where sync_runs.id = repos.active_run_id and sync_runs.status in ${ctx.db.$client.unsafe(OPEN_SQL)})`;
  const stuck = await ctx.db.$client`
    update repos set status = (case when indexed_at is null then 'pending' else 'ready' end)::repo_status
    where status in ${ctx.db.$client.unsafe(BUSY_SQL)} and active_run_id is null and deleted_at is null`;
  return overdue.count + runs.count + held.count + stuck.count;
}

/** Repositories that wait for their first run or for a check, and have none coming, get one. */
async function wakeForgotten(ctx: Context): Promise<number> {
  const first = await ctx.db.$client`
    update repos set dirty = true
    where status = 'pending' and not dirty and active_run_id is null and deleted_at is null
      and (url is not null or local_path is not null) and added_at < now() - interval '1 minute'
      -- Whose first run somebody cancelled waits for its check, or for whoever asks if it has none.
      and (next_check_at is null or next_check_at <= now())
      and (sync_interval_seconds is distinct from 0 or not exists (
        select 1 from sync_runs where sync_runs.repo_id = repos.id and sync_runs.note like 'Cancelled by %'))`;
  const checks = await ctx.db.$client`
    update repos set next_check_at = now()
    where next_check_at is null and sync_interval_seconds is distinct from 0 and active_run_id is null
      and deleted_at is null and status in ('ready', 'error')
      and (url is not null or local_path is not null or kind = 'hosted')`;
  return first.count + checks.count;
}

/** The engine counts events with one id once: a run that is alive is not started again by this. */
async function resumeRuns(ctx: Context): Promise<number> {
  const open = await ctx.db.$client<{ id: string; repo_id: string }[]>`
    select sync_runs.id, repo_id from sync_runs join repos on repos.active_run_id = sync_runs.id
    where sync_runs.status in ${ctx.db.$client.unsafe(OPEN_SQL)} and repos.deleted_at is null`;
  for (const run of open) {
    await ctx.send({ name: 'repo/sync.requested', id: run.id, data: { repo_id: run.repo_id, run_id: run.id } });
  }
  return open.length;
}

async function resumeDeletions(ctx: Context): Promise<number> {
  const marked = await ctx.db.$client<
    { id: string }[]
  >`select id from repos where purged_at < now() - interval '1 minute'`;
  for (const { id } of marked) {
    const minute = Math.floor(Date.now() / 60_000);
    await ctx.send({ name: 'repo/deleted', id: `${id}:deleted:${minute}`, data: { repo_id: id } });
  }
  return marked.length;
}

async function startFollowUps(ctx: Context): Promise<number> {
  const waiting = await ctx.db.$client<{ id: string }[]>`
    select id from repos where dirty and active_run_id is null and deleted_at is null
      and status in ${ctx.db.$client.unsafe(CLAIMABLE_SQL)} and coalesce(dirty_at < now() - interval '1 minute', true)`;
  let started = 0;
  for (const { id } of waiting) {
    try {
      await requestSync(ctx, id, { trigger: 'repair' });
      started++;
    } catch (error) {
      ctx.log.error({ err: error, repo_id: id }, 'a follow-up could not be started');
    }
  }
  return started;
}

/** Folders that cannot be looked at or removed are left to a later sweep: nothing else waits for them. */
async function removed(ctx: Context, remove: () => Promise<number>): Promise<number> {
  try {
    return await remove();
  } catch (error) {
    ctx.log.warn({ err: error }, 'what was left behind could not be removed yet');
    return 0;
  }
}

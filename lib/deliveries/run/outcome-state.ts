// How a run stands on one host, in the database: begun, ended, failed; with the releases that the host keeps.
import { sql } from 'drizzle-orm';
import type { TargetMode } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { AppError } from '@/lib/errors';
import { releaseName, type SendOutcome } from '@/lib/release/spec';
import { endRunIfDone, lockRun, openOutcomes, type Tx } from './run-lock';

export interface OutcomeId {
  runId: string;
  targetId: string;
}

export interface BegunOutcome extends Record<string, unknown> {
  targetId: string;
  host: string;
  port: number;
  userName: string;
  keyCiphertext: Buffer;
  path: string;
  mode: TargetMode;
  keep: number;
}

/**
 * Begins an attempt; null if the run has ended, or the host was switched off, moved, deleted or taken out of the delivery
 * meanwhile: another one may deliver there by now.
 */
export async function beginOutcome({ db }: Pick<Context, 'db'>, id: OutcomeId): Promise<BegunOutcome | null> {
  const [begun] = await db.$client<BegunOutcome[]>`
    update delivery_outcomes x set status = 'sending', attempts = attempts + 1, next_attempt_at = null,
      started_at = coalesce(x.started_at, now()), progress_done = 0, progress_total = null
    from targets t, delivery_runs r, deliveries d, repos
    where x.run_id = ${id.runId} and x.target_id = ${id.targetId} and x.status in ('queued', 'sending', 'switching')
      and t.id = x.target_id and r.id = x.run_id and r.status = 'running' and r.digest is not null
      and d.id = r.delivery_id and repos.id = d.repo_id and repos.deleted_at is null and t.org_id = repos.org_id
      and t.is_enabled
      and exists (select 1 from delivery_targets h where h.delivery_id = d.id and h.target_id = t.id)
    returning t.id as "targetId", t.host, t.port, t.user_name as "userName", t.key_ciphertext as "keyCiphertext",
      t.path, t.mode, t.keep`;
  return begun ?? null;
}

/** True while the outcome is to be worked on. */
export async function isWanted({ db }: Pick<Context, 'db'>, id: OutcomeId): Promise<boolean> {
  const [row] = await db.$client`
    select 1 from delivery_outcomes x join delivery_runs r on r.id = x.run_id join targets t on t.id = x.target_id
    where x.run_id = ${id.runId} and x.target_id = ${id.targetId} and r.status = 'running'
      and x.status in ('queued', 'sending', 'switching')`;
  return row !== undefined;
}

export interface WrittenRelease {
  name: string;
  previous: string | null;
  abandoned: string[];
  remove: string[];
}

/** Of releases that were cut: a host on which every attempt fails leaves one each time. The others follow. */
const MOST_ABANDONED = 100;
/** Of those that are gone from the host: nobody asks for them any more. */
const REMOVED_DAYS = 30;

/**
 * Writes down a release before its folder is made. Of the others: the live one, those that were cut, and those that are
 * more than the host keeps once this one is live; never the live one, which is then the last good one.
 */
export async function writeRelease(
  { db }: Pick<Context, 'db'>,
  at: OutcomeId & {
    deliveryId: string;
    keep: number;
    ref: string;
    commit: string;
    digest: string;
    at: Date;
    unique: string;
  },
): Promise<WrittenRelease> {
  const name = releaseName(at.at, at.commit, at.unique);
  return await db.transaction(async (tx) => {
    await tx.execute(sql`
      delete from delivery_releases where target_id = ${at.targetId}::uuid and state = 'removed'
        and created_at < now() - ${REMOVED_DAYS} * interval '1 day'`);
    const rows = await tx.execute<{ name: string; state: string }>(sql`
      select name, state from delivery_releases where target_id = ${at.targetId}::uuid and state <> 'removed'
      order by live_at desc nulls last, created_at desc, id`);
    await tx.execute(sql`
      insert into delivery_releases (target_id, delivery_id, run_id, name, ref, commit, digest)
      values (${at.targetId}::uuid, ${at.deliveryId}::uuid, ${at.runId}::uuid, ${name}, ${at.ref}, ${at.commit}, ${at.digest})`);
    const named = (state: string) => rows.filter((row) => row.state === state).map((row) => row.name);
    return {
      name,
      previous: named('live')[0] ?? null,
      abandoned: named('incoming').slice(0, MOST_ABANDONED),
      // The new one and the one before it always stay.
      remove: named('kept').slice(Math.max(0, at.keep - 2)),
    };
  });
}

/** What was cut is gone from the host, however this attempt ends: the next one need not look for it. */
export async function forgetAbandoned(
  { db }: Pick<Context, 'db'>,
  { targetId }: OutcomeId,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await db.execute(sql`
    update delivery_releases set state = 'removed' where target_id = ${targetId}::uuid and state = 'incoming'
      and name = any(${sql.param([...names])}::text[])`);
}

export interface Delivered extends OutcomeId {
  deliveryId: string;
  commit: string;
  digest: string;
  /** The folder that was written down for it; null for a roll-back, which makes none. */
  written: string | null;
  sent: SendOutcome;
  mode: TargetMode;
  remove: readonly string[];
  isRollBack: boolean;
}

/** Ends one that worked, and its run if it was the last. False if the run had ended without it. */
export async function endOutcome({ db }: Pick<Context, 'db'>, done: Delivered): Promise<{ isRunOver: boolean } | null> {
  return await db.transaction(async (tx) => {
    await lockRun(tx, done.runId);
    const [ended] = await tx.execute(sql`
      update delivery_outcomes set status = ${done.sent.outcome}::delivery_outcome_status, ended_at = clock_timestamp(),
        files_sent = ${done.sent.filesSent}, bytes_on_wire = bytes_on_wire + ${done.sent.bytesOnWire}, error = null,
        error_kind = null, next_attempt_at = null, progress_done = coalesce(progress_total, progress_done)
      where run_id = ${done.runId}::uuid and target_id = ${done.targetId}::uuid and status in ${openOutcomes}
      returning run_id`);
    // Also if it was cancelled meanwhile: what is there, is there.
    const live = await moveReleases(tx, done);
    await tx.execute(sql`
      update delivery_targets set release_id = ${live}::uuid, commit = ${done.commit}, seen_commit = ${done.commit},
        delivered_at = case when ${done.sent.outcome === 'delivered'} then clock_timestamp() else delivered_at end,
        state = (${done.isRollBack ? 'behind' : 'in_sync'})::host_state, behind_by = ${done.isRollBack ? null : 0}::int,
        state_text = ${done.isRollBack ? 'An earlier release was made live again.' : null}, changed_files = null,
        changed_count = null, in_sync_at = case when ${done.isRollBack} then in_sync_at else clock_timestamp() end,
        differs_since = case when ${done.isRollBack} then coalesce(differs_since, clock_timestamp()) end
      where delivery_id = ${done.deliveryId}::uuid and target_id = ${done.targetId}::uuid`);
    if (!ended) return null;
    return { isRunOver: (await endRunIfDone(tx, done.runId)).ended };
  });
}

/** Returns the id of the live one. The live folder is what the host says it is, if it is one that was made from here. */
async function moveReleases(tx: Tx, done: Delivered): Promise<string | null> {
  const live = done.mode === 'in_place' ? (done.sent.outcome === 'delivered' ? done.written : null) : done.sent.live;
  if (done.sent.removed.length > 0 || done.mode === 'in_place') {
    const gone = done.mode === 'in_place' ? [...done.remove] : [...done.sent.removed];
    await tx.execute(sql`
      update delivery_releases set state = 'removed' where target_id = ${done.targetId}::uuid
        and name = any(${sql.param(gone)}::text[]) and state <> 'live'`);
  }
  if (done.mode === 'in_place') {
    // There are no folders that could be left over.
    await tx.execute(sql`
      update delivery_releases set state = 'removed' where target_id = ${done.targetId}::uuid and state = 'incoming'
        and name is distinct from ${live}`);
  }
  if (done.written !== null && done.written !== live && done.sent.outcome === 'unchanged') {
    await tx.execute(sql`
      delete from delivery_releases where target_id = ${done.targetId}::uuid and name = ${done.written}`);
  }
  if (live !== null) {
    await tx.execute(sql`
      update delivery_releases set state = 'kept' where target_id = ${done.targetId}::uuid and state = 'live'
        and name <> ${live}`);
    await tx.execute(sql`
      update delivery_releases set state = 'live', live_at = clock_timestamp()
      where target_id = ${done.targetId}::uuid and name = ${live} and state <> 'live'`);
  }
  const [row] = await tx.execute<{ id: string }>(sql`
    select id from delivery_releases where target_id = ${done.targetId}::uuid and state = 'live'`);
  return row?.id ?? null;
}

/** Writes a failure down; without a next attempt it is the end of this host, and of the run if it was the last. */
export async function failOutcome(
  { db }: Pick<Context, 'db'>,
  id: OutcomeId,
  { failure, retrySeconds }: { failure: AppError; retrySeconds: number | null },
): Promise<{ isRunOver: boolean }> {
  return await db.transaction(async (tx) => {
    await lockRun(tx, id.runId);
    const isFinal = retrySeconds === null;
    // What this server, its database or another delivery is to blame for says nothing of the host.
    const isAway = failure.code === 'upstream' && ['network', 'timeout', 'auth'].includes(failure.kind ?? '');
    await tx.execute(sql`
      update delivery_outcomes set status = ${isFinal ? 'failed' : 'queued'}::delivery_outcome_status,
        error = ${failure.message}, error_kind = ${failure.kind ?? 'internal'}::error_kind,
        ended_at = case when ${isFinal} then clock_timestamp() else null end,
        next_attempt_at = case when ${isFinal} then null
          else clock_timestamp() + ${retrySeconds ?? 0}::float8 * interval '1 second' end
      where run_id = ${id.runId}::uuid and target_id = ${id.targetId}::uuid and status in ${openOutcomes}`);
    await tx.execute(sql`
      update delivery_targets set state_text = ${failure.message},
        state = case when ${isAway} then 'unreachable' else state end,
        differs_since = case when ${isAway} then coalesce(differs_since, clock_timestamp()) else differs_since end
      where target_id = ${id.targetId}::uuid
        and delivery_id = (select delivery_id from delivery_runs where id = ${id.runId}::uuid)`);
    return { isRunOver: isFinal ? (await endRunIfDone(tx, id.runId)).ended : false };
  });
}

/** What a host that is gone leaves: its outcome ends, and the run if it was the last. */
export async function endGone({ db }: Pick<Context, 'db'>, id: OutcomeId): Promise<{ isRunOver: boolean }> {
  return await db.transaction(async (tx) => {
    const run = await lockRun(tx, id.runId);
    if (run?.status !== 'running') return { isRunOver: false };
    await tx.execute(sql`
      update delivery_outcomes set status = 'cancelled', ended_at = clock_timestamp(), next_attempt_at = null,
        error = 'The host was switched off or taken out of this delivery meanwhile.', error_kind = 'policy'
      where run_id = ${id.runId}::uuid and target_id = ${id.targetId}::uuid and status in ${openOutcomes}`);
    return { isRunOver: (await endRunIfDone(tx, id.runId)).ended };
  });
}

// Before anything is staged: a run that somebody asked for brings what upstream has now, so it waits for a sync. It holds
// nothing meanwhile: the end of that sync, or the sweep, wakes it.
import { sql } from 'drizzle-orm';
import type { RunStatus } from '@/db/schema';
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { requestUnlessBusy } from '@/lib/sync/request/request-unless-busy';
import { endRunAs, type HeldRun, lockRun, type Tx } from './run-lock';

/** `over`: it has ended, or is no longer there. */
export type Prepared = 'go' | 'waiting' | 'over';

interface Decision {
  is: 'go' | 'ask' | 'wait';
  /** Why upstream's own state cannot be had. */
  reason: string | null;
  kind: string | null;
}

/** Says whether run `runId` may go on now, and asks for the sync that it needs. Can be repeated at any time. */
export async function prepareRun(ctx: Context, runId: string): Promise<Prepared> {
  const asked = await ctx.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId);
    if (run === null || !['queued', 'waiting', 'running'].includes(run.status)) return 'over';
    if (run.isBinned || run.isArchived) {
      const what = run.isBinned ? 'was deleted' : 'is archived';
      await endRunAs(tx, runId, { status: 'cancelled', error: `The repository ${what}.`, errorKind: null });
      return 'over';
    }
    if (!run.isEnabled && run.status !== 'running') {
      // It may have waited for upstream since before that.
      const error = 'The delivery was switched off meanwhile.';
      await endRunAs(tx, runId, { status: 'cancelled', error, errorKind: null });
      return 'over';
    }
    if (run.status === 'running' || (run.trigger !== 'manual' && run.trigger !== 'api')) return 'go';
    return await decide(tx, run);
  });
  if (typeof asked === 'string') return asked;
  if (asked.decision.is === 'go') return 'go';
  if (asked.decision.is === 'ask') return await ask(ctx, runId, asked.run);
  return 'waiting';
}

async function decide(tx: Tx, run: HeldRun): Promise<{ decision: Decision; run: HeldRun }> {
  const decision = await lookAtSync(tx, run);
  await tx.execute(
    decision.is === 'go'
      ? sql`update delivery_runs set fallback_reason = ${decision.reason}, error = null, error_kind = null
          where id = ${run.id}::uuid`
      : sql`update delivery_runs set status = 'waiting', error = ${decision.reason},
          error_kind = ${decision.kind}::error_kind where id = ${run.id}::uuid`,
  );
  return { decision, run };
}

interface Sync extends Record<string, unknown> {
  status: RunStatus;
  error: string | null;
  errorKind: string | null;
}

/** Only a sync that began after it was asked for counts; any, if the clock was set back meanwhile. */
async function lookAtSync(tx: Tx, run: HeldRun): Promise<Decision> {
  const syncs = await tx.execute<Sync>(sql`
    select s.status, s.error, s.error_kind as "errorKind" from sync_runs s
    join delivery_runs r on r.id = ${run.id}::uuid
    where s.repo_id = ${run.repoId}::uuid
      and (s.created_at >= r.created_at or r.created_at > clock_timestamp())
    order by s.created_at desc, s.id desc limit 20`);
  if (syncs.some(({ status }) => status === 'succeeded' || status === 'unchanged')) {
    return { is: 'go', reason: null, kind: null };
  }
  const failed = syncs.find(({ error }) => error !== null);
  const isOpen = syncs.some(({ status, error }) => error === null && (status === 'queued' || status === 'running'));
  if (failed === undefined) {
    if (isOpen) return { is: 'wait', reason: null, kind: null };
    const wasCancelled = syncs.some(({ status }) => status === 'cancelled');
    if (!wasCancelled) return { is: 'ask', reason: null, kind: null };
  }
  const why = failed?.error ?? 'The sync that it waited for was cancelled.';
  return (await mayFallBack(tx, run.deliveryId))
    ? { is: 'go', reason: why, kind: null }
    : { is: 'wait', reason: `${why} It is delivered as soon as a sync works.`, kind: failed?.errorKind ?? null };
}

async function mayFallBack(tx: Tx, deliveryId: string): Promise<boolean> {
  const [row] = await tx.execute<{ is: boolean }>(sql`
    select fallback_to_local as is from deliveries where id = ${deliveryId}::uuid`);
  return row?.is === true;
}

/** The run waits already, so that the end of a very quick sync finds it. */
async function ask(ctx: Context, runId: string, run: HeldRun): Promise<Prepared> {
  try {
    const trigger = run.trigger === 'manual' ? 'manual' : 'api';
    await requestUnlessBusy({ ...ctx, actor: { kind: 'system' } }, run.repoId, { trigger });
    return 'waiting';
  } catch (error) {
    const failure = toAppError(error);
    if (failure.retryable || failure.code === 'internal') throw error;
    await ctx.db.transaction(async (tx) => {
      await lockRun(tx, runId);
      await endRunAs(tx, runId, { status: 'failed', error: failure.message, errorKind: failure.kind ?? 'policy' });
    });
    return 'over';
  }
}

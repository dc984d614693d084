// One attempt at one host: nobody else is at work there, the tree is sent or an earlier release made live again, and it is
// written down however it ends.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { sendRulesOf } from '@/lib/deliveries/send-rules';
import { AppError, toAppError } from '@/lib/errors';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { deliveryDigest } from '@/lib/release/delivery-digest';
import { openBoth } from '@/lib/release/send/open-both';
import { rollBack } from '@/lib/release/send/roll-back';
import { sendRelease } from '@/lib/release/send/send-release';
import type { SendOutcome, SyncRev } from '@/lib/release/spec';
import { stageTree } from '@/lib/release/tree/stage-tree';
import { openHost } from '@/lib/ssh/open-host';
import { type RunPlan, readPlan } from './delivered-tree';
import { claimHost, type HostClaim } from './host-claim';
import type { StepOptions } from './make-ready';
import { type OutcomeLog, openOutcomeLog } from './outcome-log';
import {
  type BegunOutcome,
  beginOutcome,
  type Delivered,
  endGone,
  endOutcome,
  failOutcome,
  forgetAbandoned,
  isWanted,
  type OutcomeId,
  writeRelease,
} from './outcome-state';
import { requestDelivery } from './request-delivery';

/** Null if the host is not to be delivered to any more. Throws the AppError that was written down. */
export async function deliverToHost(ctx: Context, id: OutcomeId, options: StepOptions): Promise<SendOutcome | null> {
  const begun = await beginOutcome(ctx, id);
  const plan = begun && (await readPlan(ctx, id.runId));
  if (begun === null || plan === null) {
    await afterRun(ctx, id, await endGone(ctx, id));
    return null;
  }
  const log = openOutcomeLog(ctx, id.runId, id.targetId);
  const timeout = AbortSignal.timeout(ctx.env.runTimeoutMs);
  let claimed: HostClaim | null = null;
  try {
    const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), timeout]);
    const claim = await claimHost(ctx, id.targetId, { signal, isWanted: () => isWanted(ctx, id) });
    claimed = claim;
    try {
      const work = { ctx, id, begun, plan, log, signal: AbortSignal.any([signal, claim.signal]) };
      const isRollBack = plan.trigger === 'rollback' && begun.mode === 'releases';
      const done = await (isRollBack ? goBack(work) : send(work));
      log.line(done.sent.outcome === 'unchanged' ? 'It had this already: nothing was sent.' : 'It is live.');
      await log.flush();
      const ended = await endOutcome(ctx, done);
      if (ended) await afterRun(ctx, id, ended);
      return done.sent;
    } finally {
      await claim.release();
    }
  } catch (error) {
    // This process is going down, or the run was cancelled or deleted: whoever ended it knows what follows.
    if (options.signal?.aborted) throw error;
    if (claimed?.isOver()) return null;
    const failure = timeout.aborted ? tooLong(ctx, error) : toAppError(reasonOf(claimed, error));
    const retrySeconds = options.retrySeconds(failure);
    log.line(`Failed: ${failure.message}`);
    if (retrySeconds !== null) log.line(`It is tried again in ${Math.round(retrySeconds)} s.`);
    await log.flush();
    await afterRun(ctx, id, await failOutcome(ctx, id, { failure, retrySeconds }));
    ctx.log.warn({ err: failure, run_id: id.runId, target_id: id.targetId }, 'a delivery to a host failed');
    throw failure;
  } finally {
    await log.flush();
  }
}

interface Work {
  ctx: Context;
  id: OutcomeId;
  begun: BegunOutcome;
  plan: RunPlan;
  log: OutcomeLog;
  signal: AbortSignal;
}

async function send({ ctx, id, begun, plan, log, signal }: Work): Promise<Delivered> {
  const { commit, digest, deliveryId } = plan;
  if (commit === null || digest === null) throw new Error('The run is not ready.');
  const dir = mirrorDir(ctx.env.dataDir, plan.repoId);
  log.line(`Signing in at ${begun.userName}@${begun.host}:${begun.port}.`);
  const tree = { repoId: plan.repoId, dir, commit, subfolder: plan.subfolder, deliveryId };
  const [staged, host] = await openBoth(stageTree(ctx, tree, { signal }), openHost(ctx, begun, { signal }));
  try {
    // What was scanned, and what `.sync_rev` will say.
    if (deliveryDigest(staged, sendRulesOf(plan)) !== digest) throw changedMeanwhile();
    const ref = plan.ref ?? 'HEAD';
    const now = new Date();
    const written = await writeRelease(ctx, {
      ...id,
      deliveryId,
      keep: begun.keep,
      ref,
      commit,
      digest,
      at: now,
      unique: randomUUID(),
    });
    const rev: SyncRev = { repo: plan.name, ref, commit, delivered_at: now.toISOString(), digest };
    const spec = {
      ...sendRulesOf(plan),
      path: begun.path,
      mode: begun.mode,
      release: written.name,
      previous: written.previous,
      abandoned: written.abandoned,
      remove: written.remove,
      rev,
      hook: plan.hook,
      force: plan.force,
    };
    const sent = await sendRelease(host, staged, spec, {
      signal,
      onProgress: (done, total) => log.progress(done, total),
      onStage: (stage) => void markStage(ctx, id, stage),
      onRemoved: (names) =>
        forgetAbandoned(
          ctx,
          id,
          written.abandoned.filter((name) => names.includes(name)),
        ),
      log: (line) => log.line(line),
    });
    const { mode } = begun;
    const { remove } = written;
    return {
      ...id,
      deliveryId,
      commit,
      digest,
      written: written.name,
      sent,
      mode,
      remove,
      isRollBack: plan.trigger === 'rollback',
    };
  } finally {
    await Promise.all([host.close(), staged.close()]);
  }
}

/** One rename on the host, to a release that is recorded here. */
async function goBack({ ctx, id, begun, plan, log, signal }: Work): Promise<Delivered> {
  const [release] = await ctx.db.execute<{ name: string; ref: string | null; commit: string; digest: string }>(sql`
    select name, ref, commit, digest from delivery_releases
    where target_id = ${id.targetId}::uuid and run_id = ${id.runId}::uuid and state in ('kept', 'live')
    order by created_at desc limit 1`);
  if (!release) {
    throw new AppError('not_found', 'The release to go back to is not recorded any more.', { kind: 'not_found' });
  }
  log.line(`Signing in at ${begun.userName}@${begun.host}:${begun.port}.`);
  const host = await openHost(ctx, begun, { signal });
  try {
    await markStage(ctx, id, 'switching');
    const { commit, digest, name } = release;
    const rev: SyncRev = {
      repo: plan.name,
      ref: release.ref ?? 'HEAD',
      commit,
      delivered_at: new Date().toISOString(),
      digest,
    };
    const { hook } = plan;
    await rollBack(host, { path: begun.path, release: name, rev, hook }, { signal, log: (line) => log.line(line) });
    const sent: SendOutcome = { outcome: 'delivered', filesSent: 0, bytesOnWire: 0, removed: [], live: name };
    const { deliveryId } = plan;
    return { ...id, deliveryId, commit, digest, written: null, sent, mode: begun.mode, remove: [], isRollBack: true };
  } finally {
    await host.close();
  }
}

async function markStage({ db }: Pick<Context, 'db'>, id: OutcomeId, stage: 'sending' | 'switching'): Promise<void> {
  await db.$client`
    update delivery_outcomes set status = ${stage}::delivery_outcome_status
    where run_id = ${id.runId} and target_id = ${id.targetId} and status in ('sending', 'switching')`.catch(() => {});
}

/** Whoever ended the last host ended the run: what was asked for meanwhile follows. */
async function afterRun(ctx: Context, { runId }: OutcomeId, { isRunOver }: { isRunOver: boolean }): Promise<void> {
  if (isRunOver) await followUp(ctx, runId);
}

/** The last word on a host that the engine gave up. */
export async function giveUpHost(ctx: Context, id: OutcomeId, failure: AppError): Promise<void> {
  await afterRun(ctx, id, await failOutcome(ctx, id, { failure, retrySeconds: null }));
}

/** Begins what was asked for while a run was under way. If this process dies here, the sweep does it. */
export async function followUp(ctx: Context, runId: string): Promise<void> {
  const [run] = await ctx.db.execute<{
    id: string;
    status: string;
    dirty: boolean;
    after_sync: boolean;
    repo_id: string;
  }>(sql`
    select d.id, r.status, d.dirty and d.active_run_id is null as dirty, d.after_sync, d.repo_id
    from delivery_runs r join deliveries d on d.id = r.delivery_id where r.id = ${runId}::uuid`);
  if (!run) return;
  ctx.log.info({ run_id: runId, delivery_id: run.id, repo_id: run.repo_id, status: run.status }, 'a delivery ended');
  // Without after_sync it was a person or a program who asked, for what upstream has now.
  if (run.dirty) await requestDelivery(ctx, run.id, { trigger: run.after_sync ? 'sync' : 'api' });
}

/** What ended the work says more than what the work says of that. */
function reasonOf(claim: HostClaim | null, error: unknown): unknown {
  return claim?.signal.aborted ? claim.signal.reason : error;
}

function changedMeanwhile(): AppError {
  return new AppError(
    'conflict',
    'What this delivery sends, or how, was changed while this run was under way, so nothing was sent here. Run it again.',
    { kind: 'policy' },
  );
}

function tooLong({ env }: Context, cause: unknown): AppError {
  const seconds = Math.round(env.runTimeoutMs / 1000);
  return new AppError('upstream', `The delivery to this host was stopped after ${seconds} s, its time limit.`, {
    kind: 'timeout',
    retryable: true,
    cause,
  });
}

// Makes a run ready for its hosts: which commit it is, that no secret is in it, and the tree as files.
import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { sendRulesOf } from '@/lib/deliveries/send-rules';
import { wantedCommit } from '@/lib/deliveries/wanted-commit';
import { AppError, toAppError } from '@/lib/errors';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { deliveryDigest } from '@/lib/release/delivery-digest';
import { stageTree } from '@/lib/release/tree/stage-tree';
import { scanBeforeDelivery } from '@/lib/secret-scans/scan-before-delivery';
import { type RunPlan, readPlan } from './delivered-tree';
import { endRunAs, lockRun, openOutcomes, openRuns } from './run-lock';

export interface StepOptions {
  signal?: AbortSignal | undefined;
  /** Seconds until the next attempt, if this one fails and another can help; null if none follows. */
  retrySeconds: (failure: AppError) => number | null;
}

/** Returns the hosts that are to get it; null if the run has ended. Throws the AppError that was written down. */
export async function makeReady(ctx: Context, runId: string, options: StepOptions): Promise<string[] | null> {
  const plan = await begin(ctx, runId);
  if (plan === null) return null;
  const hold = watchRun(ctx, runId);
  const signal = options.signal ? AbortSignal.any([options.signal, hold.signal]) : hold.signal;
  try {
    // What a roll-back makes live lies there already; and a step that is repeated finds the tree known.
    if (plan.digest === null && !(await makeTree(ctx, plan, signal))) return null;
    return await openHostsOf(ctx, runId);
  } catch (error) {
    // This process is going down, or somebody cancelled it: whoever aborted knows what follows.
    if (options.signal?.aborted) throw error;
    if (hold.signal.aborted) return null;
    const failure = toAppError(error);
    ctx.log.warn({ err: failure, run_id: runId, repo_id: plan.repoId }, 'a delivery could not be made ready');
    if (options.retrySeconds(failure) === null) await failRun(ctx, runId, failure);
    throw failure;
  } finally {
    hold.stop();
  }
}

async function begin(ctx: Context, runId: string): Promise<RunPlan | null> {
  return await ctx.db.transaction(async (tx) => {
    await lockRun(tx, runId);
    const [begun] = await tx.execute(sql`
      update delivery_runs set status = 'running', started_at = coalesce(started_at, clock_timestamp()), error = null,
        error_kind = null
      where id = ${runId}::uuid and status in ${openRuns} returning id`);
    return begun ? await readPlan({ db: tx }, runId) : null;
  });
}

/** False if it was blocked or has ended meanwhile. */
async function makeTree(ctx: Context, plan: RunPlan, signal: AbortSignal): Promise<boolean> {
  const dir = mirrorDir(ctx.env.dataDir, plan.repoId);
  const { commit, ref } =
    plan.commit === null
      ? await wantedCommit(ctx, { ...plan, dir }, plan.ref, signal)
      : { commit: plan.commit, ref: plan.ref ?? 'HEAD' };
  await ctx.db.execute(sql`
    update delivery_runs set commit = ${commit}, ref = ${ref} where id = ${plan.runId}::uuid and status = 'running'`);
  if (plan.blocksOnSecrets && !(await isClean(ctx, plan, { dir, commit, signal }))) return false;
  const wanted = { repoId: plan.repoId, dir, commit, subfolder: plan.subfolder, deliveryId: plan.deliveryId };
  const staged = await stageTree(ctx, wanted, { signal });
  try {
    const [kept] = await ctx.db.execute(sql`
      update delivery_runs set digest = ${deliveryDigest(staged, sendRulesOf(plan))}, file_count = ${staged.fileCount},
        size_bytes = ${staged.sizeBytes}, left_out = ${sql.param(staged.leftOut.slice(0, 100))}::text[]
      where id = ${plan.runId}::uuid and status = 'running' returning id`);
    return kept !== undefined;
  } finally {
    await staged.close();
  }
}

/** Whatever is not known to be clean is blocked: also a scanner that broke. */
async function isClean(
  ctx: Context,
  plan: RunPlan,
  { dir, commit, signal }: { dir: string; commit: string; signal: AbortSignal },
): Promise<boolean> {
  const { repoId, subfolder, secretConfigPath: configPath } = plan;
  const sinceCommits = plan.scansCommits ? await commitsOfHosts(ctx, plan.deliveryId) : null;
  const found = await scanBeforeDelivery(
    ctx,
    { repoId, dir, commit, subfolder, sinceCommits, configPath },
    { signal },
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    ctx.log.error({ err: error, run_id: plan.runId, repo_id: repoId }, 'secrets could not be looked for');
    const why = error instanceof AppError ? error.message : 'The details are in the server log.';
    return { status: 'failed' as const, text: `Secrets could not be looked for, so nothing was sent. ${why}` };
  });
  if (found.status === 'clean') return true;
  await ctx.db.transaction(async (tx) => {
    await lockRun(tx, plan.runId);
    await endRunAs(tx, plan.runId, { status: 'blocked', error: found.text, errorKind: 'policy' });
  });
  ctx.log.warn({ run_id: plan.runId, repo_id: repoId, scan: found.status }, 'a delivery was blocked: secrets');
  return false;
}

async function commitsOfHosts({ db }: Pick<Context, 'db'>, deliveryId: string): Promise<string[]> {
  const rows = await db.execute<{ commit: string }>(sql`
    select distinct commit from delivery_targets where delivery_id = ${deliveryId}::uuid and commit is not null`);
  return rows.map(({ commit }) => commit);
}

async function openHostsOf({ db }: Pick<Context, 'db'>, runId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select target_id as id from delivery_outcomes where run_id = ${runId}::uuid and status in ${openOutcomes}`);
  return rows.map(({ id }) => id);
}

/** The last word on a run that cannot be made ready. */
export async function failRun(ctx: Pick<Context, 'db'>, runId: string, failure: AppError): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockRun(tx, runId);
    await endRunAs(tx, runId, { status: 'failed', error: failure.message, errorKind: failure.kind ?? 'internal' });
  });
}

const LOOK_MS = 2000;

/** Notices that the run was cancelled or is gone, also where the engine cannot end a step. */
function watchRun({ db }: Pick<Context, 'db'>, runId: string): { signal: AbortSignal; stop: () => void } {
  const gone = new AbortController();
  const look = async () => {
    const [run] = await db.$client`select 1 from delivery_runs where id = ${runId} and status = 'running'`;
    if (!run) gone.abort(new AppError('conflict', 'This run has ended or is gone.'));
  };
  // A database that is away says nothing of the run.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  timer.unref();
  return { signal: gone.signal, stop: () => clearInterval(timer) };
}

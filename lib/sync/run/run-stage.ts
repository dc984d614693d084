// Wraps one stage of a run: marks its begin and end, carries progress, bounds its time, records its failure.
import { performance } from 'node:perf_hooks';
import type { RunStage } from '@/db/schema';
import type { Context } from '@/lib/context';
import { wakeDeliveries } from '@/lib/deliveries/run/after-sync';
import { AppError, toAppError } from '@/lib/errors';
import { instruments } from '@/lib/instruments';
import { askIfWanted } from '@/lib/sync/request/follow-up';
import { giveUpMirror, ownersDamage, requestHealing } from './heal-mirror';
import { beginStage, endStage, type StageTarget } from './mark-stage';
import { failedMove, giveUpMigration, stageDir } from './migration';
import { recordFailure } from './record-failure';
import { reporter } from './report-progress';
import { secondsToRetry } from './seconds-to-retry';
import { watchHold } from './watch-hold';

export interface StageOptions {
  /** Fires when the run is cancelled. */
  signal?: AbortSignal;
  /** How long after a failure the next attempt follows, unless upstream asks for longer; null if none does. */
  retrySeconds: number | null;
  /** Milliseconds after which the stage is stopped; what is left of the whole run's time may be less. */
  timeoutMs: number;
}

export interface Stage extends StageTarget {
  /** The mirror that it works in. */
  dir: string;
  signal: AbortSignal;
  /**
   * Tells how far the stage is: `done` of `total` in `unit`, and how much all attempts at the run have read. Never moves
   * backwards; written a few times a second.
   */
  report: (done: number, total: number | null, unit: string, bytesIndexed?: number) => void;
}

/** Thrown if a newer run, a deletion or whoever cancelled it has taken the repository: nothing is left to do. */
export class RunReplaced extends AppError {
  constructor() {
    super('conflict', 'This run was replaced by a newer one or cancelled, or its repository was deleted.');
  }
}

/**
 * Runs `work` as `stage` of run `runId`. A failure is written to the run and the repository before it is thrown on,
 * as an AppError. Throws RunReplaced if the run no longer holds its repository.
 */
export async function runStage<T>(
  ctx: Context,
  runId: string,
  stage: RunStage,
  options: StageOptions,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const target = await beginStage(ctx.db, runId, stage);
  if (!target) throw new RunReplaced();
  const startedAt = performance.now();
  const observe = (outcome: 'ok' | 'failed') =>
    instruments().stageSeconds.observe({ stage, outcome }, (performance.now() - startedAt) / 1000);
  const progress = reporter(ctx.db, runId, stage);
  const limitMs = Math.max(1, Math.min(options.timeoutMs, ctx.env.runTimeoutMs - target.elapsedMs));
  const timeout = AbortSignal.timeout(limitMs);
  const hold = watchHold(ctx.db, runId);
  const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), hold.signal, timeout]);
  try {
    const dir = await stageDir(ctx, target);
    const result = await work({ ...target, dir, signal, report: progress.report });
    await progress.flush();
    await endStage(ctx.db, runId, stage);
    observe('ok');
    return result;
  } catch (error) {
    await progress.flush().catch(() => undefined);
    // Cancelled, or this process is going down: not the stage's failure, and whoever aborted knows what follows.
    if (options.signal?.aborted || error instanceof RunReplaced) throw error;
    if (hold.signal.aborted) throw new RunReplaced();
    observe('failed');
    const stated = timeout.aborted ? timedOut(stage, limitMs, error) : toAppError(error);
    const known = stated.kind === 'corrupt' && target.repo.kind === 'local' ? ownersDamage(stated) : stated;
    const isDamaged = stage !== 'fetch' && known.kind === 'corrupt' && target.repo.url !== null;
    const told = isDamaged ? await giveUpMirror(await stageDir(ctx, target), known) : known;
    const failure = target.migration === null ? told : failedMove(told, target.migration);
    const retrySeconds = secondsToRetry(failure, options.retrySeconds);
    const isFinal = retrySeconds === null;
    // First: from the moment at which the run is over another one may begin.
    if (isFinal && target.migration !== null) await giveUpMigration(ctx, runId);
    await recordFailure(ctx, { repoId: target.repo.id, runId, failure, retrySeconds }, { stage });
    if (isDamaged && isFinal) await requestHealing(ctx, target.repo.id, runId);
    if (isFinal) await askIfWanted(ctx, target.repo.id);
    await wakeDeliveries(ctx, target.repo.id);
    throw failure;
  } finally {
    hold.stop();
  }
}

function timedOut(stage: RunStage, timeoutMs: number, cause: unknown): AppError {
  const seconds = Math.round(timeoutMs / 1000);
  return new AppError(
    'upstream',
    `The ${stage} stage was stopped after ${seconds} s, its time limit. What was searchable before still is.`,
    { kind: 'timeout', retryable: true, cause },
  );
}

// Follows a run through its row: every step forward, never one back, until it has ended.
import { setTimeout as sleep } from 'node:timers/promises';
import { runStage } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { getRun } from './get-run';
import { hasEnded, type Run } from './run';

const POLL_MS = 250;
/** After so long a stream notices that its session has ended. */
const ASK_MS = 5000;
/** What a stage counts in, each once a stage. */
const UNITS = [null, 'objects', 'bytes', 'deltas', 'commits', 'files', 'chunks'];

export type RunEvent =
  | { kind: 'progress' | 'end'; id: string; run: Run }
  /** The run is no longer there for this caller: its repository was deleted or hidden. */
  | { kind: 'gone' }
  /** Nothing new; for keeping a connection open. */
  | { kind: 'quiet' };

/**
 * Where a run stands, as numbers that only grow: ended, attempt, whether that has failed, stage, unit, done, and how
 * much else is known of it.
 */
type Position = [number, number, number, number, number, number, number];
const PARTS = 7;

/**
 * Yields what run `id` does, beginning after event `after`. Ends with `end` or `gone`, or when `signal` aborts;
 * yields `quiet` after each `quietMs` without news. `actorNow` is asked every few seconds: a stream ends with the session
 * that it was opened in. Throws `not_found` at once if there is no such run for the caller.
 */
export async function* watchRun(
  ctx: Context,
  id: string,
  options: { after?: string; signal: AbortSignal; quietMs: number; actorNow: () => Promise<Context['actor']> },
): AsyncGenerator<RunEvent> {
  let last = options.after === undefined ? null : readPosition(options.after);
  let lastText = '';
  let actor = ctx.actor;
  let told = performance.now();
  let asked = told;
  for (let first = true; !options.signal.aborted; first = false) {
    if (performance.now() - asked >= Math.min(options.quietMs, ASK_MS)) {
      asked = performance.now();
      actor = await options.actorNow();
      if (actor.kind !== ctx.actor.kind) {
        yield { kind: 'gone' };
        return;
      }
    }
    const run = await getRun({ ...ctx, actor }, id).catch(goneUnless(first));
    if (run === null) {
      yield { kind: 'gone' };
      return;
    }
    const now = positionOf(run);
    const text = JSON.stringify(run);
    // A caller that comes back is not told again what it has seen.
    if (first && last !== null && compare(now, last) === 0) lastText = text;
    if (text !== lastText && (last === null || compare(now, last) >= 0)) {
      last = now;
      lastText = text;
      told = performance.now();
      yield { kind: hasEnded(run) ? 'end' : 'progress', id: now.join('.'), run };
    }
    if (hasEnded(run)) return;
    if (performance.now() - told >= options.quietMs) {
      told = performance.now();
      yield { kind: 'quiet' };
    }
    await sleep(POLL_MS, undefined, { signal: options.signal }).catch(() => {});
  }
}

function goneUnless(isFirst: boolean) {
  return (error: unknown): null => {
    if (!isFirst && error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  };
}

function positionOf(run: Run): Position {
  const stage = run.stage === null ? 0 : runStage.enumValues.indexOf(run.stage) + 1;
  const hasFailed = run.error === null ? 0 : 1;
  const { unit, done } = run.progress;
  return [hasEnded(run) ? 1 : 0, run.attempts, hasFailed, stage, UNITS.indexOf(unit), done, knownOf(run)];
}

/** Grows with every count, every end of a stage and every word that is written down. */
function knownOf(run: Run): number {
  const ends = Object.values(run.stage_times).filter((times) => times?.[1] != null).length;
  const files = run.files_added + run.files_changed + run.files_removed + run.files_skipped;
  const chunks = run.chunks_embedded + run.chunks_reused;
  const words = [run.new_head, run.published_at].filter((value) => value !== null).length + (run.note?.length ?? 0);
  return ends + run.commits_synced + files + run.bytes_indexed + chunks + words;
}

function readPosition(id: string): Position | null {
  const parts = id.split('.').map(Number);
  return parts.length === PARTS && parts.every(Number.isSafeInteger) ? (parts as Position) : null;
}

function compare(a: Position, b: Position): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Follows a delivery run through its rows until it has ended.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { type DeliveryRun, hasRunEnded } from './delivery-run';
import { getDeliveryRun } from './visible-delivery';

const POLL_MS = 400;
/** After so long a stream notices that its session has ended. */
const ASK_MS = 5000;
/** Characters of each host's log that an event carries. */
const LOG_END = 4000;

export type DeliveryRunEvent =
  | { kind: 'progress' | 'end'; id: string; run: DeliveryRun }
  /** It is no longer there for this caller. */
  | { kind: 'gone' }
  /** Nothing new; for keeping a connection open. */
  | { kind: 'quiet' };

/**
 * Yields what run `id` does, whenever anything of it changed; ends with `end` or `gone`, or when `signal` aborts. Throws
 * `not_found` at once if there is no such run for the caller. `actorNow` is asked every few seconds: a stream ends with
 * the session that it was opened in.
 */
export async function* watchDeliveryRun(
  ctx: Context,
  id: string,
  options: { signal: AbortSignal; quietMs: number; actorNow: () => Promise<Context['actor']> },
): AsyncGenerator<DeliveryRunEvent> {
  let lastText = '';
  let { actor } = ctx;
  let told = performance.now();
  let asked = told;
  let count = 0;
  for (let first = true; !options.signal.aborted; first = false) {
    if (performance.now() - asked >= Math.min(options.quietMs, ASK_MS)) {
      asked = performance.now();
      actor = await options.actorNow();
    }
    const run =
      actor.kind === ctx.actor.kind
        ? await getDeliveryRun({ ...ctx, actor }, id, { log: LOG_END }).catch(goneUnless(first))
        : null;
    if (run === null) {
      yield { kind: 'gone' };
      return;
    }
    const text = JSON.stringify(run);
    if (text !== lastText) {
      lastText = text;
      told = performance.now();
      const isOver = hasRunEnded(run);
      yield { kind: isOver ? 'end' : 'progress', id: `${isOver ? 1 : 0}.${++count}`, run };
      if (isOver) return;
    }
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

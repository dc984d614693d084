// Answers with server-sent events for as long as their reader stays, within the caller's share of streams.
import type { Context } from '@/lib/context';
import { callerOfActor, workShare } from '@/lib/shares';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * `open` begins the events, which end when its signal aborts; `write` says one as text, and whether it is the last. What
 * the events throw ends the stream.
 */
export async function streamEvents<E>(
  request: Request,
  ctx: Pick<Context, 'actor'>,
  open: (signal: AbortSignal) => AsyncGenerator<E>,
  write: (event: E) => { text: string; isLast: boolean },
): Promise<Response> {
  // Next answers HEAD by this too, and reads no more than the beginning of its body.
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS });
  const caller = callerOfActor(ctx.actor);
  const giveBack = caller ? await workShare('streams').take(caller) : () => {};
  const stop = new AbortController();
  const events = open(AbortSignal.any([request.signal, stop.signal]));
  const close = () => {
    giveBack();
    stop.abort();
  };
  request.signal.addEventListener('abort', close);
  if (request.signal.aborted) close();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await events.next().catch(() => null);
      if (!next || next.done) {
        close();
        controller.close();
      } else {
        const { text, isLast } = write(next.value);
        if (isLast) close();
        controller.enqueue(encoder.encode(text));
      }
    },
    cancel: close,
  });
  return new Response(body, { headers: HEADERS });
}

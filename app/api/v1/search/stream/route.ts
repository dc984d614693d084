// Every match of a query as lines of JSON, as fast as the reader takes them; it ends when the reader goes.
import { handle, readQuery } from '@/app/_http/respond';
import { streamQuery } from '@/app/api/_params';
import { log } from '@/lib/log';
import type { StreamEvent } from '@/lib/search/stream/events';
import { streamMatches } from '@/lib/search/stream/stream-matches';
import { callerOfActor, workShare } from '@/lib/shares';

export const GET = handle(async ({ request, ctx }) => {
  const { q, repo_id: repoId } = readQuery(request, streamQuery);
  const headers = {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  // Next answers HEAD by this too, and reads no more than the beginning of its body.
  if (request.method === 'HEAD') return new Response(null, { headers });

  const caller = callerOfActor(ctx.actor);
  const giveBack = caller ? await workShare('streams').take(caller) : () => {};
  const stop = new AbortController();
  const close = () => {
    giveBack();
    stop.abort();
  };
  request.signal.addEventListener('abort', close);
  if (request.signal.aborted) close();
  const events = streamMatches(
    ctx,
    { q, ...(repoId === undefined ? {} : { repoId }) },
    { signal: AbortSignal.any([request.signal, stop.signal]) },
  );
  let next: IteratorResult<StreamEvent, void>;
  try {
    // What is refused is refused before the answer begins.
    next = await events.next();
  } catch (error) {
    close();
    throw error;
  }
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (next.done) {
          close();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
        try {
          next = await events.next();
        } catch (error) {
          close();
          if (!request.signal.aborted) log.error({ err: error }, 'a stream of matches broke off');
          // Without its last line a stream is not complete: the reader sees that it broke off.
          controller.error(error);
        }
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers });
});

export const HEAD = GET;

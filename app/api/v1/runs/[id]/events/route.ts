// A run's progress as server-sent events: `progress` for every step, `end` or `gone` last.
import { contextFor } from '@/app/_context';
import { handle } from '@/app/_http';
import { AppError } from '@/lib/errors';
import { getRun } from '@/lib/repos/get-run';
import { type RunEvent, watchRun } from '@/lib/repos/watch-run';

const HEARTBEAT_MS = 15_000;
/** Each asks the database four times a second. */
const MAX_STREAMS = 100;

let streams = 0;

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  await getRun(ctx, params.id);
  const after = request.headers.get('last-event-id') ?? undefined;
  // A browser that connects again after the end is told, by 204, to stop.
  if (after?.startsWith('1.')) return new Response(null, { status: 204 });

  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  // Next answers HEAD by this too, and reads no more than the beginning of its body.
  if (request.method === 'HEAD') return new Response(null, { headers });

  if (streams >= MAX_STREAMS) {
    throw new AppError('limit', 'Too many people are following runs right now. Ask for the run itself instead.', {
      retryable: true,
      retryAfterSeconds: 10,
    });
  }
  streams++;
  const stop = new AbortController();
  const events = watchRun(ctx, params.id, {
    ...(after === undefined ? {} : { after }),
    signal: AbortSignal.any([request.signal, stop.signal]),
    quietMs: HEARTBEAT_MS,
    actorNow: async () => (await contextFor(request)).actor,
  });
  let isOpen = true;
  const close = () => {
    if (isOpen) streams--;
    isOpen = false;
    stop.abort();
  };
  request.signal.addEventListener('abort', close);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await events.next().catch(() => null);
      if (!next || next.done) {
        close();
        controller.close();
      } else {
        if (next.value.kind === 'end' || next.value.kind === 'gone') close();
        controller.enqueue(encoder.encode(write(next.value)));
      }
    },
    cancel: close,
  });
  return new Response(body, { headers });
});

export const HEAD = GET;

function write(event: RunEvent): string {
  if (event.kind === 'quiet') return ': still here\n\n';
  if (event.kind === 'gone') return 'event: gone\ndata: {}\n\n';
  return `event: ${event.kind}\nid: ${event.id}\ndata: ${JSON.stringify(event.run)}\n\n`;
}

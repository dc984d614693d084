// A run's progress as server-sent events: `progress` for every step, `end` or `gone` last.
import { contextFor } from '@/app/_http/context';
import { handle } from '@/app/_http/respond';
import { getRun } from '@/lib/runs/get-run';
import { type RunEvent, watchRun } from '@/lib/runs/watch-run';
import { callerOfActor, workShare } from '@/lib/shares';

const HEARTBEAT_MS = 15_000;

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

  const caller = callerOfActor(ctx.actor);
  const giveBack = caller ? await workShare('streams').take(caller) : () => {};
  const stop = new AbortController();
  const events = watchRun(ctx, params.id, {
    ...(after === undefined ? {} : { after }),
    signal: AbortSignal.any([request.signal, stop.signal]),
    quietMs: HEARTBEAT_MS,
    actorNow: async () => (await contextFor(request)).actor,
  });
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

// A delivery run as server-sent events: `progress` for every change, `end` or `gone` last.
import { contextFor } from '@/app/_http/context';
import { streamEvents } from '@/app/_http/event-stream';
import { handle } from '@/app/_http/respond';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { type DeliveryRunEvent, watchDeliveryRun } from '@/lib/deliveries/watch-delivery-run';

const HEARTBEAT_MS = 15_000;

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  await getDeliveryRun(ctx, params.id, { log: 'none' });
  // A browser that connects again after the end is told, by 204, to stop.
  if (request.headers.get('last-event-id')?.startsWith('1.')) return new Response(null, { status: 204 });
  const open = (signal: AbortSignal) =>
    watchDeliveryRun(ctx, params.id, {
      signal,
      quietMs: HEARTBEAT_MS,
      actorNow: async () => (await contextFor(request)).actor,
    });
  return await streamEvents(request, ctx, open, write);
});

export const HEAD = GET;

function write(event: DeliveryRunEvent): { text: string; isLast: boolean } {
  if (event.kind === 'quiet') return { text: ': still here\n\n', isLast: false };
  if (event.kind === 'gone') return { text: 'event: gone\ndata: {}\n\n', isLast: true };
  const text = `event: ${event.kind}\nid: ${event.id}\ndata: ${JSON.stringify(event.run)}\n\n`;
  return { text, isLast: event.kind === 'end' };
}

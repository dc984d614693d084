// Begins a run of a delivery.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { runDeliverySchema } from '@/lib/deliveries/delivery-input';
import { runDelivery } from '@/lib/deliveries/run/request-delivery';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleDelivery(ctx, params.id, 'repo.deliver');
  return json(await runDelivery(ctx, params.id, await readBody(request, runDeliverySchema), 'api'));
});

// Makes an earlier release live on one host.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { rollBackSchema } from '@/lib/deliveries/delivery-input';
import { rollBackHost } from '@/lib/deliveries/run/roll-back-host';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleDelivery(ctx, params.id, 'repo.deliver');
  return json(await rollBackHost(ctx, params.id, await readBody(request, rollBackSchema)));
});

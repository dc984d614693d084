// Reads what the hosts of a delivery have, and answers how they stand.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { verifyDelivery, verifyDeliverySchema } from '@/lib/deliveries/verify/verify-delivery';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleDelivery(ctx, params.id, 'repo.deliver');
  const input = await readBody(request, verifyDeliverySchema);
  return json(await verifyDelivery(ctx, params.id, input, { signal: request.signal }));
});

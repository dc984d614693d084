// Reads what the hosts of many deliveries have.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { verifyDeliveries, verifyDeliveriesSchema } from '@/lib/deliveries/verify/verify-deliveries';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const input = await readBody(request, verifyDeliveriesSchema);
  return json(await verifyDeliveries(ctx, input, { signal: request.signal }));
});

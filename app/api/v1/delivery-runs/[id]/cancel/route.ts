// Cancels a delivery run that has not ended.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { cancelDeliveryRun } from '@/lib/deliveries/run/cancel-delivery-run';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await cancelDeliveryRun(ctx, params.id));
});

// One delivery run with all its hosts and their logs.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getDeliveryRun(ctx, params.id));
});

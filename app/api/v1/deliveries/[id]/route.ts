// One delivery: read, changed, forgotten.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { changeDelivery } from '@/lib/deliveries/change-delivery';
import { deleteDelivery } from '@/lib/deliveries/delete-delivery';
import { deliveryChangesSchema } from '@/lib/deliveries/delivery-input';
import { getDelivery } from '@/lib/deliveries/list-deliveries';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getDelivery(ctx, params.id));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleDelivery(ctx, params.id, 'repo.manage-deliveries');
  return json(await changeDelivery(ctx, params.id, await readBody(request, deliveryChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await deleteDelivery(ctx, params.id);
  return new Response(null, { status: 204 });
});

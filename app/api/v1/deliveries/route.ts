// What is delivered where: listed, and added.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { deliveriesQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { addDelivery } from '@/lib/deliveries/add-delivery';
import { newDeliverySchema } from '@/lib/deliveries/delivery-input';
import { listDeliveries } from '@/lib/deliveries/list-deliveries';

export const GET = handle(async ({ request, ctx }) => {
  return json(await listDeliveries(ctx, readQuery(request, deliveriesQuery)));
});

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  return json(await addDelivery(ctx, await readBody(request, newDeliverySchema)), 201);
});

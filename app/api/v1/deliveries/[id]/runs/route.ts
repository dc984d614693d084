// The runs of a delivery, the newest first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { listDeliveryRuns } from '@/lib/deliveries/list-delivery-runs';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) =>
  json(await listDeliveryRuns(ctx, params.id, readQuery(request, pageQuery))),
);

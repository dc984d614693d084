// The releases that the hosts of a delivery keep.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { listReleases } from '@/lib/deliveries/list-releases';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await listReleases(ctx, params.id));
});

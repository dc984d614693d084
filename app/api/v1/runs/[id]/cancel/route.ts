// Cancels a run that has not ended.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { cancelRun } from '@/lib/sync/request/cancel-run';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await cancelRun(ctx, params.id));
});

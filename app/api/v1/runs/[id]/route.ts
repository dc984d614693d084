// One run.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { getRun } from '@/lib/runs/get-run';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getRun(ctx, params.id));
});

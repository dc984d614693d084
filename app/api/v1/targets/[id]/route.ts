// One target: all but its private key, changes, its end.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { changeTarget } from '@/lib/targets/change-target';
import { deleteTarget } from '@/lib/targets/delete-target';
import { getTarget } from '@/lib/targets/list-targets';
import { targetChangesSchema } from '@/lib/targets/target-input';
import { visibleTarget } from '@/lib/targets/visible-targets';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getTarget(ctx, params.id));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleTarget(ctx, params.id, 'org.manage-targets');
  return json(await changeTarget(ctx, params.id, await readBody(request, targetChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await deleteTarget(ctx, params.id);
  return new Response(null, { status: 204 });
});

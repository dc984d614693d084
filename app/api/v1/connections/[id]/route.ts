// One connection to a code host.
import { handle, json, readBody } from '@/app/_http/respond';
import { connectionChangesSchema } from '@/lib/connections/connection-settings';
import { getConnection } from '@/lib/connections/list-connections';
import { removeConnection } from '@/lib/connections/remove-connection';
import { updateConnection } from '@/lib/connections/update-connection';
import { visibleConnection } from '@/lib/connections/visible-connection';
import { requireWriter } from '@/lib/context';

type Params = { id: string };

export const GET = handle<Params>(async ({ ctx, params }) => json(await getConnection(ctx, params.id)));

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  // Before the body is looked at for somebody for whom it does not exist.
  await visibleConnection(ctx, params.id);
  return json(await updateConnection(ctx, params.id, await readBody(request, connectionChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await removeConnection(ctx, params.id);
  return new Response(null, { status: 204 });
});

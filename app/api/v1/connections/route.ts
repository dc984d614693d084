// The connections to code hosts that the caller manages, and a new one.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { addConnection } from '@/lib/connections/add-connection';
import { newConnectionSchema } from '@/lib/connections/connection-settings';
import { listConnections } from '@/lib/connections/list-connections';
import { requireWriter } from '@/lib/context';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ items: await listConnections(ctx), next_cursor: null });
});

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const connection = await addConnection(ctx, await readBody(request, newConnectionSchema));
  const response = json(connection, 201);
  response.headers.set('location', `/api/v1/connections/${connection.id}`);
  return response;
});

// Asks for a sync of a connection.
import { handle, json } from '@/app/_http/respond';
import { requestConnectionSync } from '@/lib/connections/sync/request-connection-sync';
import { tokenOf } from '@/lib/context';

export const POST = handle<{ id: string }>(async ({ ctx, params }) => {
  const trigger = tokenOf(ctx.actor) ? 'api' : 'manual';
  return json(await requestConnectionSync(ctx, params.id, { trigger }));
});

// The syncs of a connection, with what each changed.
import { handle, json, readQuery } from '@/app/_http/respond';
import { limitQuery } from '@/app/api/_params';
import { listConnectionRuns } from '@/lib/connections/connection-run';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { limit } = readQuery(request, limitQuery);
  const items = await listConnectionRuns(ctx, params.id, limit === undefined ? {} : { limit });
  return json({ items, next_cursor: null });
});

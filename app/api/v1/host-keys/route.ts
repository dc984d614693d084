// The ssh hosts that are known, and by which keys.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { listHostKeys } from '@/lib/host-keys/list-host-keys';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ items: await listHostKeys(ctx), next_cursor: null });
});

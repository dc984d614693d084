// What rewritten histories took away from a repository and is still kept.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { listRewrites } from '@/lib/browse/list-rewrites';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json({ rewrites: await listRewrites(ctx, params.id) });
});

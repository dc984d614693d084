// A repository's tags, the newest version first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { tagsQuery } from '@/app/api/_params';
import { listTags } from '@/lib/browse/history/list-tags';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { q, ...page } = readQuery(request, tagsQuery);
  return json(await listTags(ctx, params.id, { ...page, ...(q ? { filter: q } : {}) }));
});

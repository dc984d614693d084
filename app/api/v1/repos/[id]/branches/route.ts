// A repository's branches, the default one first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { branchesQuery } from '@/app/api/_params';
import { listBranches } from '@/lib/browse/list-branches';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { q, ...page } = readQuery(request, branchesQuery);
  return json(await listBranches(ctx, params.id, { ...page, ...(q ? { filter: q } : {}) }));
});

// One folder of a repository at a commit.
import { handle, json, readQuery } from '@/app/_http/respond';
import { treeQuery } from '@/app/api/_params';
import { readTree } from '@/lib/browse/read-tree';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) =>
  json(await readTree(ctx, { ...readQuery(request, treeQuery), repoId: params.id, signal: request.signal })),
);

// Who wrote the commits of a repository's default branch.
import { handle, json, readQuery } from '@/app/_http/respond';
import { limitQuery } from '@/app/api/_params';
import { listContributors } from '@/lib/browse/history/list-contributors';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) =>
  json(await listContributors(ctx, params.id, readQuery(request, limitQuery))),
);

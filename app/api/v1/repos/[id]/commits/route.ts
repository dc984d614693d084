// The commits of a repository's default branch, the newest first.
import { handle, json, readQuery } from '@/app/_http';
import { pageQuery } from '@/app/api/_params';
import { listCommitsOf } from '@/lib/repos/list-commits-of';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) =>
  json(await listCommitsOf(ctx, params.id, readQuery(request, pageQuery))),
);

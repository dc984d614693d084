// The commits of a repository's default branch, or of any commit's history, the newest first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { commitsQuery } from '@/app/api/_params';
import { listCommitsOf } from '@/lib/browse/list-commits-of';
import { listHistory } from '@/lib/browse/list-history';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { commit, ...page } = readQuery(request, commitsQuery);
  if (commit === undefined) return json(await listCommitsOf(ctx, params.id, page));
  const { commits, next_cursor } = await listHistory(ctx, params.id, { ...page, commit });
  return json({ commits, next_cursor });
});

// Commits of the default branch, of another branch or tag, or of any commit's history, the newest first.
import { handle, json, readQuery } from '@/app/_http/respond';
import { commitsQuery } from '@/app/api/_params';
import { findCommits } from '@/lib/browse/find-commits';

export const GET = handle<{ id: string }>(async ({ request, ctx, params }) => {
  const { commits, next_cursor } = await findCommits(ctx, params.id, readQuery(request, commitsQuery));
  return json({ commits, next_cursor });
});

// Fetches more of a repository's history.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { deepenRepo, deepenRepoSchema } from '@/lib/repos/manage/deepen-repo';
import { visibleRepo } from '@/lib/repos/visible-repo';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.manage');
  return json(await deepenRepo(ctx, params.id, await readBody(request, deepenRepoSchema)));
});

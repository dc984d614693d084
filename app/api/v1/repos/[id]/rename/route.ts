// Calls a repository by another name; the one that it had leads to it.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { renameRepo, renameRepoSchema } from '@/lib/repos/life/move-name';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await getRepo(ctx, params.id);
  return json(await renameRepo(ctx, params.id, await readBody(request, renameRepoSchema)));
});

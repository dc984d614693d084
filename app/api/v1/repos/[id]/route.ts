// One repository: read, changed, deleted.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { deleteRepoQuery, noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { repoChangesSchema } from '@/lib/repos/manage/repo-settings';
import { updateRepo } from '@/lib/repos/manage/update-repo';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getRepo(ctx, params.id));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await getRepo(ctx, params.id);
  return json(await updateRepo(ctx, params.id, await readBody(request, repoChangesSchema)));
});

export const DELETE = handle<Params>(async ({ request, ctx, params }) => {
  const { purge } = readQuery(request, deleteRepoQuery);
  await deleteRepo(ctx, params.id, { purge });
  return new Response(null, { status: 204 });
});

// Makes a clone of a mirror, or a mirror of a clone.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { convertRepo, convertRepoSchema } from '@/lib/repos/life/convert-repo';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await getRepo(ctx, params.id);
  return json(await convertRepo(ctx, params.id, await readBody(request, convertRepoSchema)));
});

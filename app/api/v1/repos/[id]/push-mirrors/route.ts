// Where a repository is pushed on to.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { addPushMirror } from '@/lib/push-mirrors/add-push-mirror';
import { newPushMirrorSchema } from '@/lib/push-mirrors/push-mirror';
import { listPushMirrors } from '@/lib/push-mirrors/visible-mirror';
import { visibleRepo } from '@/lib/repos/visible-repo';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await listPushMirrors(ctx, params.id));
});

export const POST = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.manage');
  return json(await addPushMirror(ctx, params.id, await readBody(request, newPushMirrorSchema)), 201);
});

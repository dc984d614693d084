// One push mirror of a repository: changed, and taken away.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { changePushMirror } from '@/lib/push-mirrors/change-push-mirror';
import { pushMirrorChangesSchema } from '@/lib/push-mirrors/push-mirror';
import { removePushMirror } from '@/lib/push-mirrors/remove-push-mirror';
import { visibleRepo } from '@/lib/repos/visible-repo';

type Params = { id: string; mirrorId: string };

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.manage');
  const changes = await readBody(request, pushMirrorChangesSchema);
  return json(await changePushMirror(ctx, params.id, params.mirrorId, changes));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await removePushMirror(ctx, params.id, params.mirrorId);
  return new Response(null, { status: 204 });
});

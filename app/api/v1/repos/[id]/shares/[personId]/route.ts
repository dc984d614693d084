// What a repository is shared with somebody for: set, and taken back.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { shareKindSchema, shareRepo } from '@/lib/repos/manage/shares/share-repo';
import { unshareRepo } from '@/lib/repos/manage/shares/unshare-repo';
import { visibleRepo } from '@/lib/repos/visible-repo';

type Params = { id: string; personId: string };

export const PUT = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.share');
  const { can } = await readBody(request, shareKindSchema);
  return json(await shareRepo(ctx, params.id, params.personId, can));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await unshareRepo(ctx, params.id, params.personId);
  return new Response(null, { status: 204 });
});

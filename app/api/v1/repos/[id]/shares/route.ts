// Whom a repository is shared with; somebody is added by their e-mail address.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { listShares } from '@/lib/repos/manage/shares/list-shares';
import { newShareSchema, shareWith } from '@/lib/repos/manage/shares/share-repo';
import { visibleRepo } from '@/lib/repos/visible-repo';

type Params = { id: string };

export const GET = handle<Params>(async ({ request, ctx, params }) =>
  json(await listShares(ctx, params.id, readQuery(request, pageQuery))),
);

export const POST = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.share');
  return json(await shareWith(ctx, params.id, await readBody(request, newShareSchema)), 201);
});

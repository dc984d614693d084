// One organisation: read, changed, deleted.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { deleteOrg } from '@/lib/orgs/delete-org';
import { getOrg } from '@/lib/orgs/get-org';
import { orgChangesSchema } from '@/lib/orgs/org-settings';
import { updateOrg } from '@/lib/orgs/update-org';
import { visibleOrg } from '@/lib/orgs/visible-org';

type Params = { slug: string };

export const GET = handle<Params>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  return json(await getOrg(ctx, params.slug));
});

export const PATCH = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleOrg(ctx, params.slug, 'org.manage');
  return json(await updateOrg(ctx, params.slug, await readBody(request, orgChangesSchema)));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await deleteOrg(ctx, params.slug);
  return new Response(null, { status: 204 });
});

// The organisations that the caller may see, and a new one.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { createOrg } from '@/lib/orgs/create-org';
import { listOrgs } from '@/lib/orgs/list-orgs';
import { newOrgSchema } from '@/lib/orgs/org-settings';

export const GET = handle(async ({ request, ctx }) => json(await listOrgs(ctx, readQuery(request, pageQuery))));

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const org = await createOrg(ctx, await readBody(request, newOrgSchema));
  const response = json(org, 201);
  response.headers.set('location', `/api/v1/orgs/${encodeURIComponent(org.slug)}`);
  return response;
});

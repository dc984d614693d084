// Who is in an organisation; somebody is added by their e-mail address.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { pageQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { listMembers } from '@/lib/orgs/members/list-members';
import { newMemberSchema } from '@/lib/orgs/members/member';
import { addMember } from '@/lib/orgs/members/set-member';
import { visibleOrg } from '@/lib/orgs/visible-org';

type Params = { slug: string };

export const GET = handle<Params>(async ({ request, ctx, params }) =>
  json(await listMembers(ctx, params.slug, readQuery(request, pageQuery))),
);

export const POST = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleOrg(ctx, params.slug, 'org.manage');
  return json(await addMember(ctx, params.slug, await readBody(request, newMemberSchema)), 201);
});

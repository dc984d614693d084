// Somebody's role in an organisation: given, changed, taken away.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { memberRoleSchema } from '@/lib/orgs/members/member';
import { removeMember } from '@/lib/orgs/members/remove-member';
import { setMember } from '@/lib/orgs/members/set-member';
import { visibleOrg } from '@/lib/orgs/visible-org';

type Params = { slug: string; personId: string };

export const PUT = handle<Params>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleOrg(ctx, params.slug, 'org.manage');
  const { role } = await readBody(request, memberRoleSchema);
  return json(await setMember(ctx, params.slug, params.personId, role));
});

export const DELETE = handle<Params>(async ({ ctx, params }) => {
  await removeMember(ctx, params.slug, params.personId);
  return new Response(null, { status: 204 });
});

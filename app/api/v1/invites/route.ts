// A new invite, with its link: shown this once.

import { publicOrigin } from '@/app/_http/origin';
import { handle, json, readBody } from '@/app/_http/respond';
import { invitePerson, newInviteSchema } from '@/lib/accounts/invites/invite-person';
import { requireAdminWriter } from '@/lib/accounts/require-admin';

export const POST = handle(async ({ request, ctx }) => {
  requireAdminWriter(ctx);
  const { invite, path } = await invitePerson(ctx, await readBody(request, newInviteSchema));
  return json({ invite, link: new URL(path, publicOrigin(ctx.env, request.headers)).href }, 201);
});

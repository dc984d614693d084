// The account that an invite's link offers.

import { sessionCookieHeader } from '@/app/_auth/session';
import { handle, json, readBody } from '@/app/_http/respond';
import { acceptInvite, acceptInviteSchema } from '@/lib/accounts/invites/accept-invite';

export const POST = handle(async ({ request, ctx }) => {
  const { person, signedIn } = await acceptInvite(ctx, await readBody(request, acceptInviteSchema));
  const response = json(person, 201);
  response.headers.append('set-cookie', await sessionCookieHeader(ctx, request.headers, signedIn));
  return response;
});

// The first administrator, made by whoever holds the link that was printed at the first start.

import { sessionCookieHeader } from '@/app/_auth/session';
import { handle, json, readBody } from '@/app/_http/respond';
import { setUpFirstAdministrator, setupSchema } from '@/lib/accounts/first-administrator';

export const POST = handle(async ({ request, ctx }) => {
  const { person, signedIn } = await setUpFirstAdministrator(ctx, await readBody(request, setupSchema));
  const response = json(person, 201);
  response.headers.append('set-cookie', await sessionCookieHeader(ctx, request.headers, signedIn));
  return response;
});

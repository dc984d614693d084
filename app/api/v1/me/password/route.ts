// Changes one's own password: all sessions end but this one.

import { sessionCookieHeader } from '@/app/_auth/session';
import { clientAddress } from '@/app/_http/origin';
import { handle, readBody } from '@/app/_http/respond';
import { changePassword, changePasswordSchema } from '@/lib/accounts/change-password';
import { requireWriter } from '@/lib/context';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const input = await readBody(request, changePasswordSchema);
  const signedIn = await changePassword(ctx, { ...input, address: clientAddress(request.headers) });
  const cookie = await sessionCookieHeader(ctx, request.headers, signedIn);
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
});

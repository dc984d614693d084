// The caller's own sessions: listed, and ended together.

import { noSessionCookieHeader } from '@/app/_auth/session';
import { handle, json, readQuery } from '@/app/_http/respond';
import { endSessionsQuery, noQuery } from '@/app/api/_params';
import { endSessions } from '@/lib/accounts/sessions/end-sessions';
import { listSessions } from '@/lib/accounts/sessions/list-sessions';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ sessions: await listSessions(ctx) });
});

export const DELETE = handle(async ({ request, ctx }) => {
  const { which } = readQuery(request, endSessionsQuery);
  await endSessions(ctx, which);
  const answer = new Response(null, { status: 204 });
  if (which === 'all') answer.headers.set('set-cookie', noSessionCookieHeader(ctx.env, request.headers));
  return answer;
});

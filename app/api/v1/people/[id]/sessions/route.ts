// All sessions of a person: ended by an administrator.
import { handle } from '@/app/_http/respond';
import { endSessionsOf } from '@/lib/accounts/sessions/end-sessions';

export const DELETE = handle<{ id: string }>(async ({ ctx, params }) => {
  await endSessionsOf(ctx, params.id);
  return new Response(null, { status: 204 });
});

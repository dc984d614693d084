// One of the caller's own sessions: ended.
import { handle } from '@/app/_http/respond';
import { endSession } from '@/lib/accounts/sessions/end-sessions';

export const DELETE = handle<{ id: string }>(async ({ ctx, params }) => {
  await endSession(ctx, params.id);
  return new Response(null, { status: 204 });
});

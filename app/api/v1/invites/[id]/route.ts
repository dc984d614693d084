// Withdraws an invite.
import { handle } from '@/app/_http/respond';
import { withdrawInvite } from '@/lib/accounts/invites/withdraw-invite';

export const DELETE = handle<{ id: string }>(async ({ ctx, params }) => {
  await withdrawInvite(ctx, params.id);
  return new Response(null, { status: 204 });
});

// One place that notifications go to: removed.
import { handle } from '@/app/_http/respond';
import { removeNotificationTarget } from '@/lib/notifications/remove-target';

export const DELETE = handle<{ id: string }>(async ({ ctx, params }) => {
  await removeNotificationTarget(ctx, params.id);
  return new Response(null, { status: 204 });
});

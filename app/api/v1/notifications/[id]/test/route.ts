// Sends a test to where notifications go.
import { handle, json } from '@/app/_http/respond';
import { testNotificationTarget } from '@/lib/notifications/test-target';

export const POST = handle<{ id: string }>(async ({ ctx, params }) =>
  json(await testNotificationTarget(ctx, params.id)),
);

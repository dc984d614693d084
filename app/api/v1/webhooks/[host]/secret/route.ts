// The secret that a host signs with: made here and shown once, or taken away.
import { handle, json } from '@/app/_http/respond';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { requireHost } from '@/lib/webhooks/payload/hosts';
import { removeWebhookSecret } from '@/lib/webhooks/secrets/remove-secret';
import { setWebhookSecret } from '@/lib/webhooks/secrets/set-secret';

export const POST = handle<{ host: string }>(async ({ ctx, params }) => {
  requireAdminWriter(ctx, 'webhooks');
  return json({ secret: await setWebhookSecret(ctx, requireHost(params.host)) }, 201);
});

export const DELETE = handle<{ host: string }>(async ({ ctx, params }) => {
  requireAdminWriter(ctx, 'webhooks');
  await removeWebhookSecret(ctx, requireHost(params.host));
  return new Response(null, { status: 204 });
});

// Accepts the ssh host key that a target's host shows now.
import { handle, json, readBody } from '@/app/_http/respond';
import { SERVER } from '@/lib/access/may';
import { requireMay } from '@/lib/access/require-may';
import { requireWriter } from '@/lib/context';
import { acceptHostKeySchema } from '@/lib/host-keys/accept-host-key';
import { acceptTargetKey } from '@/lib/targets/accept-target-key';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  requireMay(ctx, 'server.administer', SERVER);
  const { fingerprint } = await readBody(request, acceptHostKeySchema);
  return json(await acceptTargetKey(ctx, params.id, fingerprint));
});

// The webhooks of every host, for administrators.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { listWebhooks } from '@/lib/webhooks/records/list-webhooks';

export const GET = handle(async ({ request, ctx }) => {
  readQuery(request, noQuery);
  return json({ webhooks: await listWebhooks(ctx) });
});

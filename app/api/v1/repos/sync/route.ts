// Starts a sync of several repositories, with an outcome for each.
import { handle, json, readBody } from '@/app/_http';
import { requireWriter } from '@/lib/context';
import { requestSyncs, syncManySchema } from '@/lib/repos/request-syncs';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  return json({ outcomes: await requestSyncs(ctx, await readBody(request, syncManySchema)) });
});

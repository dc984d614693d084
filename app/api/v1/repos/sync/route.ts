// Starts a sync of several repositories, with an outcome for each.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { requestSyncs, syncManySchema } from '@/lib/repos/manage/syncs/request-syncs';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const isPage = request.headers.has('sec-fetch-site');
  const input = await readBody(request, syncManySchema);
  return json({ outcomes: await requestSyncs(ctx, input, { trigger: isPage ? 'manual' : 'api' }) });
});

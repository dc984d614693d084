// Tries again what failed for one reason, with an outcome for each repository.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { retryFailed, retryFailedSchema } from '@/lib/repos/manage/syncs/retry-failed';

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const isPage = request.headers.has('sec-fetch-site');
  const input = await readBody(request, retryFailedSchema);
  return json(await retryFailed(ctx, input, { trigger: isPage ? 'manual' : 'api' }));
});

// Tries a run that did not work once more.
import { handle, json, readQuery } from '@/app/_http/respond';
import { noQuery } from '@/app/api/_params';
import { retryRun } from '@/lib/sync/request/retry-run';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  readQuery(request, noQuery);
  const isPage = request.headers.has('sec-fetch-site');
  return json(await retryRun(ctx, params.id, { trigger: isPage ? 'manual' : 'api' }));
});

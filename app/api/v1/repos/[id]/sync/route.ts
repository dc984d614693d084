// Starts a sync; with ?wait= the answer comes when the run has ended.
import { handle, json, readQuery } from '@/app/_http/respond';
import { syncQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { waitForRun } from '@/lib/sync/request/wait-for-run';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  const { wait } = readQuery(request, syncQuery);
  const isPage = request.headers.has('sec-fetch-site');
  const { repo, runId } = await requestSync(ctx, params.id, { trigger: isPage ? 'manual' : 'api' });
  if (!wait) return json(repo);
  await waitForRun(ctx, runId, wait * 1000, request.signal);
  return json(await getRepo(ctx, params.id));
});

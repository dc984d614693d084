// Moves a repository to another source; with ?wait= the answer comes when the run has ended.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { syncQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { getRepo } from '@/lib/repos/get-repo';
import { migrateRepo, migrateRepoSchema } from '@/lib/repos/manage/migrate-repo';
import { waitForRun } from '@/lib/sync/request/wait-for-run';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await getRepo(ctx, params.id);
  const { wait } = readQuery(request, syncQuery);
  const { repo, runId } = await migrateRepo(ctx, params.id, await readBody(request, migrateRepoSchema));
  if (!wait || runId === null) return json(repo);
  await waitForRun(ctx, runId, wait * 1000, request.signal);
  return json(await getRepo(ctx, params.id));
});

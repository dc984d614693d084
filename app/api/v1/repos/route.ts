// The repositories that the caller may see, and a new one.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { reposQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { listRepos } from '@/lib/repos/list-repos';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { newRepoSchema } from '@/lib/repos/manage/repo-settings';

export const GET = handle(async ({ request, ctx }) => json(await listRepos(ctx, readQuery(request, reposQuery))));

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  const repo = await addRepo(ctx, await readBody(request, newRepoSchema));
  const response = json(repo, 201);
  response.headers.set('location', `/api/v1/repos/${repo.id}`);
  return response;
});

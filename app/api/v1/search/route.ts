// Searches the code that the caller may see.
import { handle, json, readQuery } from '@/app/_http/respond';
import { searchQuery } from '@/app/api/_params';
import { search } from '@/lib/search/search';

export const GET = handle(async ({ request, ctx }) => {
  const { repo_id: repoId, ...input } = readQuery(request, searchQuery);
  return json(await search(ctx, { ...input, ...(repoId === undefined ? {} : { repoId }) }, { signal: request.signal }));
});

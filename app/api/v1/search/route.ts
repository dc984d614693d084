// Searches the code that the caller may see.
import { handle, json, readQuery } from '@/app/_http/respond';
import { searchQuery } from '@/app/api/_params';
import { search } from '@/lib/search/search';

export const GET = handle(async ({ request, ctx }) => {
  const { repo_id: repoId, copies_of: copiesOf, ...input } = readQuery(request, searchQuery);
  const narrowed = { ...(repoId === undefined ? {} : { repoId }), ...(copiesOf === undefined ? {} : { copiesOf }) };
  return json(await search(ctx, { ...input, ...narrowed }, { signal: request.signal }));
});

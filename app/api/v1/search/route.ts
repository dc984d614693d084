// Searches the code that the caller may see.
import { handle, json, readQuery } from '@/app/_http/respond';
import { searchQuery } from '@/app/api/_params';
import { search } from '@/lib/search/search';

export const GET = handle(async ({ request, ctx }) => {
  const { repo_id: repoId, copies_of: copiesOf, copies, facets, ...input } = readQuery(request, searchQuery);
  const asked = {
    ...input,
    foldsCopies: copies === 'folded',
    withAlternatives: facets === 'alternatives',
    ...(repoId === undefined ? {} : { repoId }),
    ...(copiesOf === undefined ? {} : { copiesOf }),
  };
  return json(await search(ctx, asked, { signal: request.signal }));
});

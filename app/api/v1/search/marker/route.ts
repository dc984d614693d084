// Whether there is something new to find: what open pages of results ask for instead of searching again.
import { handle, json } from '@/app/_http/respond';
import { searchableMarker } from '@/lib/search/searchable-marker';

export const GET = handle(async ({ request, ctx }) => {
  const marker = await searchableMarker(ctx);
  const headers = { etag: `"${marker}"`, 'cache-control': 'private, no-cache' };
  if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers });
  const answer = json({ marker });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
});

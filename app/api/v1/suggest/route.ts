// Completes what is being typed in the search field.
import { handle, json, readQuery } from '@/app/_http/respond';
import { suggest, suggestInputSchema } from '@/lib/search/suggest/suggest';

export const GET = handle(async ({ request, ctx }) => {
  return json(await suggest(ctx, readQuery(request, suggestInputSchema), { signal: request.signal }));
});

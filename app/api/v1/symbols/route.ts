// Finds where a name is defined or referred to.
import { handle, json, readQuery } from '@/app/_http/respond';
import { findSymbols, symbolsInputSchema } from '@/lib/symbols/find-symbols';

export const GET = handle(async ({ request, ctx }) => {
  return json(await findSymbols(ctx, readQuery(request, symbolsInputSchema), { signal: request.signal }));
});

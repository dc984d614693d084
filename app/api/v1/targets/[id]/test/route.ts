// Tries a target, short of delivering, and says what is missing there.
import { handle, json } from '@/app/_http/respond';
import { testTarget } from '@/lib/targets/test-target';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  return json(await testTarget(ctx, params.id, { signal: request.signal }));
});

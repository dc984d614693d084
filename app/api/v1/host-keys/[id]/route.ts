// One ssh host, forgotten.
import { handle } from '@/app/_http/respond';
import { forgetHostKey } from '@/lib/host-keys/forget-host-key';

export const DELETE = handle<{ id: string }>(async ({ ctx, params }) => {
  await forgetHostKey(ctx, params.id);
  return new Response(null, { status: 204 });
});

// What one rewritten history took away: forgotten before its time.
import { handle } from '@/app/_http/respond';
import { forgetRewrite } from '@/lib/repos/manage/losses/forget-rewrite';

export const DELETE = handle<{ id: string; rewriteId: string }>(async ({ ctx, params }) => {
  await forgetRewrite(ctx, params.id, params.rewriteId);
  return new Response(null, { status: 204 });
});

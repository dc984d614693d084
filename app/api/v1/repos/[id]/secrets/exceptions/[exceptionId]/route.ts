// One exception, withdrawn: its findings count again.
import { handle } from '@/app/_http/respond';
import { withdrawException } from '@/lib/secret-scans/exceptions';

export const DELETE = handle<{ id: string; exceptionId: string }>(async ({ ctx, params }) => {
  await withdrawException(ctx, params.id, params.exceptionId);
  return new Response(null, { status: 204 });
});

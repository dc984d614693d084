// Confirms what upstream lost, so that it is followed after all.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { confirmationSchema, confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  return json(await confirmLosses(ctx, params.id, await readBody(request, confirmationSchema)));
});

// Findings that somebody looked at and takes for harmless.
import { handle, json, readBody } from '@/app/_http/respond';
import { requireWriter } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { addException } from '@/lib/secret-scans/exceptions';
import { newExceptionSchema } from '@/lib/secret-scans/scan';

export const POST = handle<{ id: string }>(async ({ request, ctx, params }) => {
  requireWriter(ctx);
  await visibleRepo(ctx, params.id, 'repo.manage-deliveries');
  return json(await addException(ctx, params.id, await readBody(request, newExceptionSchema)), 201);
});

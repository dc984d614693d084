// Places on hosts that trees are delivered to: those that the caller may see, and new ones.
import { handle, json, readBody, readQuery } from '@/app/_http/respond';
import { targetsQuery } from '@/app/api/_params';
import { requireWriter } from '@/lib/context';
import { addTarget } from '@/lib/targets/add-target';
import { listTargets } from '@/lib/targets/list-targets';
import { newTargetSchema } from '@/lib/targets/target-input';

export const GET = handle(async ({ request, ctx }) => {
  const query = readQuery(request, targetsQuery);
  return json({ items: await listTargets(ctx, query), next_cursor: null });
});

export const POST = handle(async ({ request, ctx }) => {
  requireWriter(ctx);
  return json(await addTarget(ctx, await readBody(request, newTargetSchema)), 201);
});
